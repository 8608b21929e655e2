using Microsoft.Azure.Functions.Worker;
using NvDemo.Core.Reconciliation;

namespace NvDemo.Functions;

/// <summary>Makes the index equal to the bucket, daily; twelve hours apart from the schedule on AWS.</summary>
public sealed class ReconcileFunction(Reconciler reconciler)
{
    /// <summary>Runs through; the log has what was repaired.</summary>
    [Function("reconcile")]
    public Task RunAsync([TimerTrigger("0 30 15 * * *")] TimerInfo timer, CancellationToken cancellation) =>
        reconciler.RunAsync(new ReconcileRequest(), cancellation);
}
