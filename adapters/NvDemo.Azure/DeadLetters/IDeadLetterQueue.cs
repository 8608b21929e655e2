using NvDemo.Core;
using NvDemo.Core.Events;

namespace NvDemo.Azure.DeadLetters;

/// <summary>What SNS has given up posting to the webhook: the dead-letter queue of its subscription. Only SNS can write to it.</summary>
public interface IDeadLetterQueue
{
    /// <summary>
    /// Some of the messages, as SNS would have posted them; none when there are no more. They come again after a few minutes unless they
    /// are deleted.
    /// </summary>
    /// <exception cref="DependencyException">The queue is out.</exception>
    Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken cancellation);

    /// <exception cref="DependencyException">The queue is out: the message may come again.</exception>
    Task DeleteAsync(QueueMessage message, CancellationToken cancellation);
}
