using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using NvDemo.Adapters.Configuration;

namespace NvDemo.Azure.StorageQueues;

/// <summary>
/// The Functions app's storage account, from the settings by which the Functions host itself finds it: a connection string, or the account
/// and an identity (https://learn.microsoft.com/azure/azure-functions/functions-reference, "Connecting to host storage with an identity").
/// </summary>
public static partial class StorageConnection
{
    private const string Name = "AzureWebJobsStorage";
    private const string AccountName = $"{Name}__accountName", ServiceUriName = $"{Name}__queueServiceUri";
    private const string CredentialName = $"{Name}__credential", ClientIdName = $"{Name}__clientId";
    private const string ManagedIdentity = "managedidentity";

    // A delivery of SNS waits for the queue; SNS gives up after 15 s, and tries again.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly Uri Nowhere = new("https://localhost/");

    private static QueueClientOptions Options
    {
        get
        {
            var options = new QueueClientOptions
            {
                MessageEncoding = QueueMessageEncoding.Base64,
                Retry = { MaxRetries = 1, NetworkTimeout = Timeout, Delay = RetryDelay },
            };

            // What is not Base64 is left out of an answer instead of failing it: the Functions host gives it up.
            options.MessageDecodingFailed += _ => Task.CompletedTask;
            return options;
        }
    }

    /// <summary>A client of one of the account's queues. Nothing connects before the first call.</summary>
    public static QueueClient CreateQueue(SettingsReader settings, string queue) =>
        settings.Parse(Name, "a connection string of a storage account", text => WithConnectionString(text, queue), null)
        ?? new QueueClient(new Uri(ServiceUri(settings), queue), Credential(settings), Options);

    private static QueueClient? WithConnectionString(string text, string queue)
    {
        try
        {
            return new QueueClient(text, queue, Options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static Uri ServiceUri(SettingsReader settings)
    {
        if (settings.IsSet(Name))
            return Nowhere;
        if (settings.IsSet(ServiceUriName))
            return settings.Parse(ServiceUriName, "the https URL of a storage account's queues", ServiceUrlOf, Nowhere);
        if (settings.IsSet(AccountName))
            return settings.Parse(AccountName, "the name of a storage account", AccountUrlOf, Nowhere);
        settings.Reject($"none of {Name}, a connection string of a storage account, {AccountName} and {ServiceUriName} is set");
        return Nowhere;
    }

    private static TokenCredential Credential(SettingsReader settings)
    {
        var client = settings.Parse(ClientIdName, "a client id, which is a GUID", text => Guid.TryParse(text, out _) ? text : null, null);
        var kind = settings.Parse(CredentialName, ManagedIdentity, text => IsManagedIdentity(text) ? text : null, null);
        if (kind is null)
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client });
        return new ManagedIdentityCredential(
            client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
    }

    private static bool IsManagedIdentity(string text) => text.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase);

    private static Uri? ServiceUrlOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url is { Scheme: "https", PathAndQuery: "/", Fragment: "" } ? url : null;

    private static Uri? AccountUrlOf(string name) => Account().IsMatch(name) ? new Uri($"https://{name}.queue.core.windows.net/") : null;

    // https://learn.microsoft.com/azure/storage/common/storage-account-overview, "Storage account name".
    [GeneratedRegex(@"^[a-z0-9]{3,24}\z")]
    private static partial Regex Account();
}
