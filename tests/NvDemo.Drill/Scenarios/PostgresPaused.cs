using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Postgres is frozen (SIGSTOP).</summary>
internal sealed class PostgresPaused : Scenario
{
    /// <inheritdoc/>
    public override string Name => "postgres-paused";

    /// <inheritdoc/>
    public override string Summary => "Postgres is frozen (SIGSTOP).";

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        site.Data.Postgres.Pause();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        site.Data.Postgres.Resume();
        return Task.CompletedTask;
    }
}
