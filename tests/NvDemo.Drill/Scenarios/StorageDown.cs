using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Azure Storage is out for 10 s.</summary>
internal sealed class StorageDown : Scenario
{
    /// <inheritdoc/>
    public override string Name => "storage-down";

    /// <inheritdoc/>
    public override string Summary => "Azure Storage is out for 10 s.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Clouds.Azure.Azurite.StopAsync();

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Azure.Azurite.StartAgainAsync();
}
