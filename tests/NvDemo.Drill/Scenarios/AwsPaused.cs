using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>AWS's functions are frozen (SIGSTOP).</summary>
internal sealed record AwsPaused : Scenario
{
    /// <inheritdoc/>
    public override string Name => "aws-paused";

    /// <inheritdoc/>
    public override string Summary => "AWS's functions are frozen (SIGSTOP).";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(12);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site)
    {
        site.Clouds.Aws.Lambda.Pause();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task MendAsync(Site site)
    {
        site.Clouds.Aws.Lambda.Resume();
        return Task.CompletedTask;
    }
}
