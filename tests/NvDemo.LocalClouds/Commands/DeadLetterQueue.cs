namespace NvDemo.LocalClouds.Commands;

/// <summary>Where a cloud puts the messages that have had all their tries, and the queue that they came from.</summary>
internal abstract class DeadLetterQueue
{
    /// <summary>The most messages that <see cref="ReadAsync"/> gives.</summary>
    public const int ReadLimit = 32;

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>The name of the queue that the messages came from.</summary>
    public abstract string Source { get; }

    /// <summary>How many messages it holds; an estimate where the service has nothing better.</summary>
    public abstract Task<int> CountAsync();

    /// <summary>The bodies of the first messages, which stay where they are.</summary>
    public abstract Task<IReadOnlyList<string>> ReadAsync();

    /// <summary>
    /// Moves a number of messages back and returns how many it found. Each is in its source before it leaves this queue: whatever fails
    /// in between, it is in at least one of them.
    /// </summary>
    public async Task<int> MoveAsync(int count)
    {
        var moved = 0;

        // Never more than there were: one that fails again meanwhile is not moved for ever.
        while (moved < count && await MoveBatchAsync(count - moved) is > 0 and var batch)
            moved += batch;
        return moved;
    }

    /// <summary>Moves up to a number of messages, as many as the service takes at once; zero when there are none.</summary>
    protected abstract Task<int> MoveBatchAsync(int limit);
}
