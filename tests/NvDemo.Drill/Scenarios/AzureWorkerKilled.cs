using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Azure's worker ends at once (SIGKILL), and its host starts another.</summary>
internal sealed record AzureWorkerKilled : Scenario
{
    /// <inheritdoc/>
    public override string Name => "azure-worker-killed";

    /// <inheritdoc/>
    public override string Summary => "Azure's worker ends at once (SIGKILL), and its host starts another.";

    // A host whose worker ends answers what that had with a bare 500.
    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Errors => [.. Clean, "500"];

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        site.Clouds.Azure.Functions.KillWorker();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => Task.CompletedTask;
}
