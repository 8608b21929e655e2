using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Postgres takes no writes.</summary>
internal sealed record PostgresReadOnly : Scenario
{
    /// <inheritdoc/>
    public override string Name => "postgres-readonly";

    /// <inheritdoc/>
    public override string Summary => "Postgres takes no writes.";

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.PostgresAsync(
        "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.PostgresAsync(
        "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()");
}
