using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Redis is at its limit and evicts nothing.</summary>
internal sealed record RedisFull : Scenario
{
    /// <inheritdoc/>
    public override string Name => "redis-full";

    /// <inheritdoc/>
    public override string Summary => "Redis is at its limit and evicts nothing.";

    /// <inheritdoc/>
    public override CacheFault Cache => CacheFault.Refuses;

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.RedisAsync(
        ["CONFIG", "SET", "maxmemory-policy", "noeviction"], ["CONFIG", "SET", "maxmemory", "1"]);

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.RedisAsync(["CONFIG", "SET", "maxmemory", "0"]);
}
