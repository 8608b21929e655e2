using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>S3 refuses connections from both clouds for 10 s.</summary>
internal sealed class S3Down : Scenario
{
    /// <inheritdoc/>
    public override string Name => "s3-down";

    /// <inheritdoc/>
    public override string Summary => "S3 refuses connections from both clouds for 10 s.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => Task.WhenAll(site.Links.To("s3").Select(link => link.CloseAsync()));

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        foreach (var link in site.Links.To("s3"))
            link.Open();
        return Task.CompletedTask;
    }
}
