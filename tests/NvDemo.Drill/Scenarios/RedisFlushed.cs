using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Redis forgets everything, again and again.</summary>
internal sealed record RedisFlushed : Scenario
{
    /// <inheritdoc/>
    public override string Name => "redis-flushed";

    /// <inheritdoc/>
    public override string Summary => "Redis forgets everything, again and again.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.Zero;

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        for (var i = 0; i < 50; i++)
        {
            await site.RedisAsync(["FLUSHALL"]);
            await Task.Delay(50);
        }
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => Task.CompletedTask;
}
