using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Secrets Manager, SQS and STS refuse connections from both clouds.</summary>
internal sealed class SecretsDown : Scenario
{
    /// <inheritdoc/>
    public override string Name => "secrets-down";

    /// <inheritdoc/>
    public override string Summary => "Secrets Manager, SQS and STS refuse connections from both clouds.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => Task.WhenAll(site.Links.To("aws").Select(link => link.CloseAsync()));

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        foreach (var link in site.Links.To("aws"))
            link.Open();
        return Task.CompletedTask;
    }
}
