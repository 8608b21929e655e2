using NvDemo.Drill.Faults;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Drill.Scenarios;

/// <summary>Postgres ends the service's connections and refuses new ones.</summary>
internal sealed record PostgresOutOfConnections : Scenario
{
    /// <inheritdoc/>
    public override string Name => "postgres-out-of-connections";

    /// <inheritdoc/>
    public override string Summary => "Postgres ends the service's connections and refuses new ones.";

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.PostgresAsync(
        $"ALTER ROLE {PostgresServer.ServiceUserName} CONNECTION LIMIT 0",
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{PostgresServer.ServiceUserName}'");

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.PostgresAsync($"ALTER ROLE {PostgresServer.ServiceUserName} CONNECTION LIMIT -1");
}
