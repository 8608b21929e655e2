using Amazon.Lambda.Core;

namespace NvDemo.Lambda;

/// <summary>
/// Ends the work of an invocation before Lambda ends the instance (https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html),
/// so that there is time left to answer and to log.
/// </summary>
internal static class Deadline
{
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);

    /// <summary>Cancels half a second before the invocation's time is up; never, where it has less than that from the start.</summary>
    public static CancellationTokenSource Of(ILambdaContext context)
    {
        var deadline = new CancellationTokenSource();
        if (context.RemainingTime > Reserve)
            deadline.CancelAfter(context.RemainingTime - Reserve);
        return deadline;
    }
}
