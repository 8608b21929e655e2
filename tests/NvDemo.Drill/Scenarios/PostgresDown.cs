using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Postgres is out for 20 s.</summary>
internal sealed class PostgresDown : Scenario
{
    /// <inheritdoc/>
    public override string Name => "postgres-down";

    /// <inheritdoc/>
    public override string Summary => "Postgres is out for 20 s.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Data.Postgres.StopAsync();

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Data.Postgres.StartAgainAsync();
}
