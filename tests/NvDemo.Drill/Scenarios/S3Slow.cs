using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>S3 takes half a second more.</summary>
internal sealed class S3Slow : Scenario
{
    /// <inheritdoc/>
    public override string Name => "s3-slow";

    /// <inheritdoc/>
    public override string Summary => "S3 takes half a second more.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        foreach (var link in site.Links.To("s3"))
            link.Latency = TimeSpan.FromMilliseconds(250);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        foreach (var link in site.Links.To("s3"))
            link.Mend();
        return Task.CompletedTask;
    }
}
