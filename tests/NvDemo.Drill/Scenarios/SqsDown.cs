using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>SQS gives AWS no events; Azure has its own.</summary>
internal sealed class SqsDown : Scenario
{
    /// <inheritdoc/>
    public override string Name => "sqs-down";

    /// <inheritdoc/>
    public override string Summary => "SQS gives AWS no events; Azure has its own.";

    /// <inheritdoc/>
    public override TimeSpan Lasts => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => site.Clouds.Aws.LeaveEventsAsync();

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => site.Clouds.Aws.TakeEventsAsync();
}
