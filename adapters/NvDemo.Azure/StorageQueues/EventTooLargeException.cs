namespace NvDemo.Azure.StorageQueues;

/// <summary>An event does not fit into a message of the queue.</summary>
public sealed class EventTooLargeException(long limit)
    : Exception($"An event does not fit into a message of the queue, which is at most {limit} bytes.")
{
    /// <summary>The queue's limit, in bytes of the event.</summary>
    public long Limit { get; } = limit;
}
