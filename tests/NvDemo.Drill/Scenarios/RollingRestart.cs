using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>
/// Azure's host and then all instances of AWS's functions end in good order (SIGTERM) and others take their place, as with a new version.
/// Nobody sees an error but who asks Azure's own address while nothing listens there, or what does is only starting.
/// </summary>
internal sealed record RollingRestart : Scenario
{
    /// <inheritdoc/>
    public override string Name => "rolling-restart";

    /// <inheritdoc/>
    public override string Summary => "Azure and then AWS end in good order (SIGTERM), and others take their place.";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> ErrorsAt(string route) => route == "azure" ? [.. Clean] : ["timeout"];

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        await site.Clouds.Azure.Functions.StopAsync();
        await site.Clouds.Azure.Functions.StartAsync();
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Aws.ReplaceInstancesAsync();
}
