using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Every event comes 10 s late.</summary>
internal sealed record EventsDelayed : Scenario
{
    /// <inheritdoc/>
    public override string Name => "events-delayed";

    /// <inheritdoc/>
    public override string Summary => "Every event comes 10 s late.";

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.DelayEventsAsync(10);

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.DelayEventsAsync(0);
}
