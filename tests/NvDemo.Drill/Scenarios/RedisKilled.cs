using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Redis ends at once (SIGKILL) and starts again empty.</summary>
internal sealed class RedisKilled : Scenario
{
    /// <inheritdoc/>
    public override string Name => "redis-killed";

    /// <inheritdoc/>
    public override string Summary => "Redis ends at once (SIGKILL) and starts again empty.";

    /// <inheritdoc/>
    public override CacheFault Cache => CacheFault.Out;

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Data.Redis.KillAsync();

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Data.Redis.StartAgainAsync();
}
