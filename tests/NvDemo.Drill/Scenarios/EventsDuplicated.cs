using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Every event comes three times.</summary>
internal sealed record EventsDuplicated : Scenario
{
    /// <inheritdoc/>
    public override string Name => "events-duplicated";

    /// <inheritdoc/>
    public override string Summary => "Every event comes three times.";

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.PublishAsync(times: 3);

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.PublishAsync(times: 1);
}
