using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Redis is frozen (SIGSTOP).</summary>
internal sealed class RedisPaused : Scenario
{
    /// <inheritdoc/>
    public override string Name => "redis-paused";

    /// <inheritdoc/>
    public override string Summary => "Redis is frozen (SIGSTOP).";

    /// <inheritdoc/>
    public override CacheFault Cache => CacheFault.Out;

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        site.Data.Redis.Pause();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        site.Data.Redis.Resume();
        return Task.CompletedTask;
    }
}
