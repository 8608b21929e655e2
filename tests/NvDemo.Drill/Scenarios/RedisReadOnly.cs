using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Redis takes no writes, as a replica.</summary>
internal sealed record RedisReadOnly : Scenario
{
    /// <inheritdoc/>
    public override string Name => "redis-readonly";

    /// <inheritdoc/>
    public override string Summary => "Redis takes no writes, as a replica.";

    /// <inheritdoc/>
    public override CacheFault Cache => CacheFault.Refuses;

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.RedisAsync(["REPLICAOF", "127.0.0.1", "1"]);

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.RedisAsync(["REPLICAOF", "NO", "ONE"]);
}
