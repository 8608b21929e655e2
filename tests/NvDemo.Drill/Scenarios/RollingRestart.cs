using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Azure and then AWS end in good order (SIGTERM) and start again.</summary>
internal sealed class RollingRestart : Scenario
{
    /// <inheritdoc/>
    public override string Name => "rolling-restart";

    /// <inheritdoc/>
    public override string Summary => "Azure and then AWS end in good order (SIGTERM) and start again.";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Errors => [.. Clean, "502"];

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        await site.Clouds.Azure.Functions.StopAsync();
        await site.Clouds.Azure.Functions.StartAsync();
    }

    /// <inheritdoc/>
    public override async Task MendAsync(Site site)
    {
        await site.Clouds.Aws.StopAsync();
        await site.Clouds.Aws.StartAgainAsync();
    }
}
