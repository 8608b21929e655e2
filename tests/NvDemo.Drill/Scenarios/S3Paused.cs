using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>S3 accepts connections and answers nobody.</summary>
internal sealed class S3Paused : Scenario
{
    /// <inheritdoc/>
    public override string Name => "s3-paused";

    /// <inheritdoc/>
    public override string Summary => "S3 accepts connections and answers nobody.";

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        foreach (var link in site.Links.To("s3"))
            link.Pause();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        foreach (var link in site.Links.To("s3"))
            link.Resume();
        return Task.CompletedTask;
    }
}
