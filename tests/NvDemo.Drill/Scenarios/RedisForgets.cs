using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Redis evicts the lists' generation, again and again, and keeps the pages.</summary>
internal sealed record RedisForgets : Scenario
{
    /// <inheritdoc/>
    public override string Name => "redis-forgets";

    /// <inheritdoc/>
    public override string Summary => "Redis evicts the lists' generation, again and again, and keeps the pages.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.Zero;

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        for (var i = 0; i < 50; i++)
        {
            await site.RedisAsync(["EVAL", "for _, key in ipairs(redis.call('KEYS', '*:generation')) do redis.call('DEL', key) end", "0"]);
            await Task.Delay(50);
        }
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => Task.CompletedTask;
}
