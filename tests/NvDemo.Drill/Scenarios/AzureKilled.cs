using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Azure's host and worker end at once (SIGKILL).</summary>
internal sealed record AzureKilled : Scenario
{
    /// <inheritdoc/>
    public override string Name => "azure-killed";

    /// <inheritdoc/>
    public override string Summary => "Azure's host and worker end at once (SIGKILL).";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Errors => [.. Clean, "502"];

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Clouds.Azure.Functions.KillAsync();

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Azure.Functions.StartAsync();
}
