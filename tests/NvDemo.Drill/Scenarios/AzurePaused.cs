using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Azure's host and worker are frozen (SIGSTOP).</summary>
internal sealed record AzurePaused : Scenario
{
    /// <inheritdoc/>
    public override string Name => "azure-paused";

    /// <inheritdoc/>
    public override string Summary => "Azure's host and worker are frozen (SIGSTOP).";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(12);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        site.Clouds.Azure.Functions.Pause();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        site.Clouds.Azure.Functions.Resume();
        return Task.CompletedTask;
    }
}
