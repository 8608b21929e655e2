using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Every link takes 200 ms more and breaks on one sending in fifty.</summary>
internal sealed class BadLinks : Scenario
{
    /// <inheritdoc/>
    public override string Name => "bad-links";

    /// <inheritdoc/>
    public override string Summary => "Every link takes 200 ms more and breaks on one sending in fifty.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override CacheFault Cache => CacheFault.Out;

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        foreach (var link in site.Links.All)
            (link.Latency, link.ResetRate) = (TimeSpan.FromMilliseconds(100), 0.02);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        foreach (var link in site.Links.All)
            link.Mend();
        return Task.CompletedTask;
    }
}
