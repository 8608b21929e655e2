namespace NvDemo.Tests.Services;

/// <summary>The queue that feeds one cloud's index worker, its dead-letter queue, and the worker.</summary>
internal abstract class IndexQueue
{
    /// <summary>What the cloud is called in messages.</summary>
    public abstract string Cloud { get; }

    public abstract string Name { get; }

    /// <summary>The dead-letter queue's name.</summary>
    public abstract string DeadLetterName { get; }

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
