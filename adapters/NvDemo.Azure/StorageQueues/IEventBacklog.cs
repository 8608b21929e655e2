using NvDemo.Core;

namespace NvDemo.Azure.StorageQueues;

/// <summary>
/// What waits in the queue of <see cref="IEventQueue"/>, for who takes it in batches while the Functions host delivers it one by one. Held
/// to by <c>EventQueueContract</c> in the tests.
/// </summary>
public interface IEventBacklog
{
    /// <summary>
    /// Some of the messages that wait, about a hundred at most; none when there are no more. Nobody else gets them for as long as the host
    /// leaves a message alone that has failed; then those come again that are still there.
    /// </summary>
    /// <exception cref="DependencyException">The queue is out.</exception>
    Task<IReadOnlyList<WaitingEvent>> ReceiveAsync();

    /// <summary>Takes messages out of the queue; one that somebody else has by now stays.</summary>
    /// <exception cref="DependencyException">The queue is out: some may come again.</exception>
    Task DeleteAsync(IReadOnlyList<WaitingEvent> messages);

    /// <summary>Lets others have messages at once, with their bodies unchanged.</summary>
    /// <exception cref="DependencyException">The queue is out: some come later.</exception>
    Task GiveBackAsync(IReadOnlyList<WaitingEvent> messages);
}
