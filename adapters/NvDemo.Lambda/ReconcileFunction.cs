using System.Text.Json;
using Amazon.Lambda.Core;
using NvDemo.Core.Reconciliation;

namespace NvDemo.Lambda;

/// <summary>Makes the index equal to the bucket; run by a schedule, and by operators.</summary>
public sealed class ReconcileFunction(Reconciler reconciler, ScheduledReconciliation schedule)
{
    // For the page under way, each of whose calls may take as long as it is waited for, and the response.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes <see cref="ReconcileRequest.Parse"/>'s JSON. A run that the function's time-out would end answers with <c>next</c> instead:
    /// where the schedule's next run goes on by itself, and what an operator's next call gives as <c>after</c>.
    /// </summary>
    public Task<ReconcileReport> HandleAsync(JsonElement input, ILambdaContext context)
    {
        var deadline = DateTimeOffset.UtcNow + context.RemainingTime - Reserve;
        return ReconcileRequest.Parse(input) is { } request
            ? reconciler.RunAsync(request with { Deadline = deadline }, CancellationToken.None)
            : schedule.RunAsync(deadline, CancellationToken.None);
    }
}
