using Microsoft.Azure.Functions.Worker;
using NvDemo.Core.Reconciliation;

namespace NvDemo.Functions;

/// <summary>Makes the index equal to the bucket, a stretch every quarter of an hour, in turns with the schedule on AWS.</summary>
public sealed class ReconcileFunction(ScheduledReconciliation schedule)
{
    // Well within the 30 minutes that a function may take on Flex Consumption by default, and before the next run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs for ten minutes at most; the log has what was repaired.</summary>
    [Function("reconcile")]
    public Task RunAsync([TimerTrigger("0 7/15 * * * *")] TimerInfo timer, CancellationToken cancellation) =>
        schedule.RunAsync(DateTimeOffset.UtcNow + Limit, cancellation);
}
