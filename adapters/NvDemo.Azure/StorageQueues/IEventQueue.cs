using NvDemo.Core;

namespace NvDemo.Azure.StorageQueues;

/// <summary>
/// The queue that keeps the bucket's events until they are indexed. It delivers at least once and in any order. Held to by
/// <c>EventQueueContract</c> in the tests.
/// </summary>
public interface IEventQueue
{
    /// <summary>
    /// Puts an S3 event notification (JSON) into the queue, as it is if it fits into one message, else as several, each with some of its
    /// records. If that fails half-way, some are in the queue: repeating it is harmless, as indexing is.
    /// </summary>
    /// <exception cref="DependencyException">The queue is out.</exception>
    /// <exception cref="EventTooLargeException">It is larger than a message of the queue, and has no records to take apart.</exception>
    Task EnqueueAsync(string body, CancellationToken cancellation);
}
