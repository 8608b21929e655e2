using Azure;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;
using NvDemo.Azure.DeadLetters;
using NvDemo.Azure.StorageQueues;
using NvDemo.Functions;
using NvDemo.LocalClouds.Azure;

namespace NvDemo.LocalClouds.Doctor;

internal sealed partial class Examination
{
    partial void AddAzure() => _clouds[AzureCloud.CloudName] = new DoctoredAzure();

    private sealed class DoctoredAzure : IDoctoredCloud
    {
        // Only the app's own identity is what these say.
        private static readonly string[] Identity =
            ["Nv__Azure__RoleArn", "Nv__Azure__Audience", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId"];

        public void Compose(IServiceCollection services, SettingsReader settings) => services.AddApp(settings);

        public Dictionary<string, string?> OnThisMachine(Dictionary<string, string?> settings) =>
            settings.Where(setting => !Identity.Contains(setting.Key)).ToDictionary();

        public IEnumerable<Check> Checks(Deployment deployment, SettingsReader settings)
        {
            if (!deployment.IsPrivate)
                yield return new Check($"queue {IndexFunction.Queue}", "AzureWebJobsStorage*, and the role Storage Queue Data Contributor", token => QueueAsync(settings, token));
            if (SqsDeadLetterQueue.ReadUrl(settings) is { } url)
                yield return DataPlaneChecks.Queue("of Nv__Azure__DeadLetterQueue", url.AbsoluteUri);
        }

        private static async Task QueueAsync(SettingsReader settings, CancellationToken cancellation)
        {
            try
            {
                await StorageConnection.CreateQueue(settings, IndexFunction.Queue).GetPropertiesAsync(cancellation);
            }
            catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
            {
                // The first event makes it.
            }
        }
    }
}
