using NvDemo.LocalClouds;

namespace NvDemo.Tests.EndToEnd;

/// <summary>The queue that feeds one cloud's index worker, its dead-letter queue, and the worker.</summary>
internal abstract class IndexQueue
{
    public static IndexQueue Of(bool azure, Clouds clouds) => azure ? new StorageIndexQueue(clouds) : new SqsIndexQueue(clouds);

    public abstract Task SendAsync(IReadOnlyList<string> bodies);

    /// <summary>How many messages wait or are being worked on.</summary>
    public abstract Task<int> CountAsync();

    /// <summary>The bodies in the dead-letter queue.</summary>
    public abstract Task<IReadOnlyList<string>> DeadLettersAsync();

    /// <summary>Empties the dead-letter queue.</summary>
    public abstract Task ClearDeadLettersAsync();

    /// <summary>Ends every process that works for the queue (SIGKILL).</summary>
    public abstract Task KillWorkersAsync();

    /// <summary>Starts what <see cref="KillWorkersAsync"/> has ended.</summary>
    public abstract Task ReviveWorkersAsync();
}
