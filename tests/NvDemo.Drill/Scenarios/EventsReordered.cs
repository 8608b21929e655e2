using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>One event in two is held back, so that later ones overtake it.</summary>
internal sealed record EventsReordered : Scenario
{
    /// <inheritdoc/>
    public override string Name => "events-reordered";

    /// <inheritdoc/>
    public override string Summary => "One event in two is held back, so that later ones overtake it.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.Zero;

    /// <inheritdoc/>
    public override async Task BreakAsync(Site site)
    {
        for (var i = 0; i < 40; i++)
        {
            await site.DelayEventsAsync(i % 2 * 3);
            await Task.Delay(150);
        }
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.DelayEventsAsync(0);
}
