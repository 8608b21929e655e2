using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>No event comes, nor will; a reconciliation follows.</summary>
internal sealed record EventsLost : Scenario
{
    /// <inheritdoc/>
    public override string Name => "events-lost";

    /// <inheritdoc/>
    public override string Summary => "No event comes, nor will; a reconciliation follows.";

    /// <inheritdoc/>
    public override bool LosesEvents => true;

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.PublishAsync(times: 0);

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.PublishAsync(times: 1);
}
