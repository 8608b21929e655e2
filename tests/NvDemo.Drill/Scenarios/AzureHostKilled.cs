using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Azure's host ends at once (SIGKILL), and leaves its worker behind.</summary>
internal sealed record AzureHostKilled : Scenario
{
    /// <inheritdoc/>
    public override string Name => "azure-host-killed";

    /// <inheritdoc/>
    public override string Summary => "Azure's host ends at once (SIGKILL), and leaves its worker behind.";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Errors => [.. Clean, "502"];

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        site.Clouds.Azure.Functions.KillHost();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Azure.Functions.StartAsync();
}
