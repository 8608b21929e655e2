using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;

namespace NvDemo.LocalClouds.Doctor;

/// <summary>Looks at one side of a deployment. Each cloud adds itself, as in <see cref="Clouds"/>.</summary>
internal sealed partial class Examination
{
    private readonly Dictionary<string, IDoctoredCloud> _clouds = [];
    private readonly Deployment _deployment;
    private readonly Report _report;
    private readonly HashSet<string> _taken = [];

    private Examination(Deployment deployment)
    {
        (_deployment, _report) = (deployment, new Report(deployment.Cloud));
        AddAws();
        AddAzure();
    }

    /// <summary>Checks everything, and prints what it finds.</summary>
    /// <returns>Whether all is well.</returns>
    /// <exception cref="InvalidOperationException">The deployment is of a cloud that is not there.</exception>
    public static async Task<bool> RunAsync(Deployment deployment)
    {
        var examination = new Examination(deployment);
        await examination.RunAsync();
        return !examination._report.HasFailures;
    }

    private async Task RunAsync()
    {
        var cloud = _clouds.GetValueOrDefault(_deployment.Cloud) ?? throw new InvalidOperationException($"There is no cloud {_deployment.Cloud}.");
        foreach (var (process, settings) in _deployment.Settings)
        {
            var check = new Check($"settings of {process}", "docs/settings.md; the process does not start with them", _ =>
            {
                cloud.Compose(new ServiceCollection(), new SettingsReader(settings.GetValueOrDefault));
                return Task.CompletedTask;
            });
            if (await _report.RunAsync(check))
                await DependenciesAsync(cloud, cloud.OnThisMachine(settings));
        }

        foreach (var (name, url) in _deployment.Queues)
            await OnceAsync(DataPlaneChecks.Queue(name, url));
        if (_deployment.Url is { } address)
            await _report.RunAsync(DataPlaneChecks.Health(address));
    }

    /// <summary>Those of a process, but for what another has too.</summary>
    private async Task DependenciesAsync(IDoctoredCloud cloud, Dictionary<string, string?> settings)
    {
        // The SDK finds region, endpoints and, where the settings have them, keys in the environment.
        foreach (var (name, value) in settings.Where(setting => setting.Key.StartsWith("AWS_", StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(name, value);
        var reader = new SettingsReader(settings.GetValueOrDefault);
        var services = new ServiceCollection().AddLogging();
        cloud.Compose(services, reader);
        await using var provider = services.BuildServiceProvider();
        foreach (var check in DataPlaneChecks.Of(provider, reader, _deployment.IsPrivate).Concat(cloud.Checks(_deployment, reader)))
            await OnceAsync(check);
    }

    private async Task OnceAsync(Check check)
    {
        if (_taken.Add(check.Name))
            await _report.RunAsync(check);
    }

    partial void AddAws();

    partial void AddAzure();
}
