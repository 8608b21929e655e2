using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>S3 answers one request in three with 503 SlowDown.</summary>
internal sealed class S3SlowDown : Scenario
{
    /// <inheritdoc/>
    public override string Name => "s3-slowdown";

    /// <inheritdoc/>
    public override string Summary => "S3 answers one request in three with 503 SlowDown.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        foreach (var link in site.Links.To("s3"))
            link.SlowDownRate = 1.0 / 3;
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
