using Microsoft.Azure.Functions.Worker;
using NvDemo.Azure.DeadLetters;

namespace NvDemo.Functions;

/// <summary>Takes up, every five minutes, the events that SNS has given up posting to the webhook.</summary>
public sealed class DeadLettersFunction(DeadLetterRedrive redrive)
{
    // Before the next run.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Moves what is there, for four minutes at most; the log says how many.</summary>
    [Function("dead-letters")]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation) =>
        redrive.MoveAsync(DateTimeOffset.UtcNow + Limit, cancellation);
}
