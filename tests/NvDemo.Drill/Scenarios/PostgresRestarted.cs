using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Postgres crashes (SIGKILL) and starts again.</summary>
internal sealed class PostgresRestarted : Scenario
{
    /// <inheritdoc/>
    public override string Name => "postgres-restarted";

    /// <inheritdoc/>
    public override string Summary => "Postgres crashes (SIGKILL) and starts again.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.Zero;

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Data.Postgres.KillAsync();

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Data.Postgres.StartAgainAsync();
}
