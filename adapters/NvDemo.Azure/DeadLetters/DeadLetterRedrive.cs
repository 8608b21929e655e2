using System.Text;
using Microsoft.Extensions.Logging;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core;
using NvDemo.Core.Events;

namespace NvDemo.Azure.DeadLetters;

/// <summary>
/// Takes up the events that SNS has given up posting to the webhook, after an hour or where it was refused: from the dead-letter queue of
/// its subscription into the queue of the events. Signatures are not checked again: they may be older than their certificates, and the
/// queue takes messages from the topic alone.
/// </summary>
/// <param name="deadLetters"><c>null</c> where SNS keeps nothing.</param>
public sealed partial class DeadLetterRedrive(
    SnsTopic topic, IDeadLetterQueue? deadLetters, IEventQueue queue, ILogger<DeadLetterRedrive> logger)
{
    /// <summary>
    /// Moves what is there until a time, at which the next run goes on. A message is in the other queue before it leaves this one, so that a failure repeats some and loses none.
    /// One that is no event of the topic stays, for a person to see.
    /// </summary>
    /// <returns>How many were moved.</returns>
    /// <exception cref="DependencyException">Either queue is out.</exception>
    public async Task<int> MoveAsync(DateTimeOffset deadline, CancellationToken cancellation)
    {
        if (deadLetters is null)
            return 0;
        using var span = ServiceTraces.StartTimer("dead-letters");
        try
        {
            var moved = await MoveAsync(deadLetters, deadline, cancellation);
            span?.SetTag("messaging.batch.message_count", moved);
            if (moved > 0)
                LogMoved(moved);
            return moved;
        }
        catch (Exception e)
        {
            span?.Fail(e);
            throw;
        }
    }

    private async Task<int> MoveAsync(IDeadLetterQueue deadLetters, DateTimeOffset deadline, CancellationToken cancellation)
    {
        var moved = 0;
        while (DateTimeOffset.UtcNow < deadline && await deadLetters.ReceiveAsync(cancellation) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                if (!await IsEnqueuedAsync(message, cancellation))
                    continue;
                await deadLetters.DeleteAsync(message, cancellation);
                moved++;
            }
        }

        return moved;
    }

    private async Task<bool> IsEnqueuedAsync(QueueMessage message, CancellationToken cancellation)
    {
        try
        {
            await queue.EnqueueAsync(EventOf(message), cancellation);
            return true;
        }
        catch (Exception e) when (e is RefusedMessageException or EventTooLargeException)
        {
            LogLeft(e.Message);
            return false;
        }
    }

    private string EventOf(QueueMessage message)
    {
        var delivery = SnsMessage.Parse(Encoding.UTF8.GetBytes(message.Body));
        if (delivery.Type is not (null or SnsMessage.Notification))
            throw new RefusedMessageException("it is no notification");
        if (delivery.Type is not null && delivery.TopicArn != topic.Arn)
            throw new RefusedMessageException("it is of another topic");
        return delivery.Message;
    }

    [LoggerMessage(LogLevel.Warning, "{Count} events that SNS could not deliver were taken from its dead-letter queue")]
    private partial void LogMoved(int count);

    [LoggerMessage(LogLevel.Error, "A message stays in SNS's dead-letter queue: {Reason}")]
    private partial void LogLeft(string reason);
}
