using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>AWS's functions and gateway end at once (SIGKILL).</summary>
internal sealed record AwsKilled : Scenario
{
    /// <inheritdoc/>
    public override string Name => "aws-killed";

    /// <inheritdoc/>
    public override string Summary => "AWS's functions and gateway end at once (SIGKILL).";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Errors => [.. Clean, "502"];

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Clouds.Aws.KillAsync();

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Aws.StartAgainAsync();
}
