using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>Both clouds end at once (SIGKILL), for 3 s.</summary>
internal sealed record BothKilled : Scenario
{
    /// <inheritdoc/>
    public override string Name => "both-killed";

    /// <inheritdoc/>
    public override string Summary => "Both clouds end at once (SIGKILL), for 3 s.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Errors => [.. Clean, "502"];

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => Task.WhenAll(site.Clouds.Aws.KillAsync(), site.Clouds.Azure.Functions.KillAsync());

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => Task.WhenAll(site.Clouds.Aws.StartAgainAsync(), site.Clouds.Azure.Functions.StartAsync());
}
