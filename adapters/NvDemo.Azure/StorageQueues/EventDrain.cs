using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NvDemo.Core;
using NvDemo.Core.Events;

namespace NvDemo.Azure.StorageQueues;

/// <summary>
/// Indexes in batches, one after the other, what the Functions host delivers one by one, several at once. Where several come, more wait:
/// a few hundred of them are indexed along with each batch. Those that fail stay in the queue, and the host tries them again or gives them
/// up by its own rules.
/// </summary>
public sealed partial class EventDrain(EventIndexer indexer, IEventBacklog backlog, ILogger<EventDrain> logger) : IDisposable
{
    // maxDequeueCount of host.json: the host gives up a message that was delivered more often, without a call of the function.
    private const int MaxTries = 5;

    // So that an invocation ends within seconds.
    private const int MaxBatches = 4;

    private readonly ConcurrentQueue<Delivery> _delivered = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Indexes a message that the host has delivered.</summary>
    /// <returns>Whether it is indexed.</returns>
    public async Task<bool> IndexAsync(QueueMessage message, CancellationToken cancellation)
    {
        var delivery = new Delivery(message);
        _delivered.Enqueue(delivery);
        try
        {
            await _turn.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (delivery.IsIndexed)
        {
            // With another, whose turn is not over.
            return true;
        }

        try
        {
            // While it waited it may have been indexed with another. Nothing is taken from the queue unless the index is there.
            if (!delivery.IsTried && await IndexDeliveredAsync(cancellation) > 1)
                await DrainAsync(cancellation);
            return delivery.IsIndexed;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <returns>How many were indexed.</returns>
    private async Task<int> IndexDeliveredAsync(CancellationToken cancellation)
    {
        var batch = new List<Delivery>();
        while (_delivered.TryDequeue(out var delivery))
        {
            delivery.IsTried = true;
            batch.Add(delivery);
        }

        var failed = await indexer.IndexAsync([.. batch.Select(delivery => delivery.Message)], cancellation);
        foreach (var delivery in batch)
            delivery.IsIndexed = !failed.Contains(delivery.Message.Id);
        return batch.Count(delivery => delivery.IsIndexed);
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        try
        {
            for (var batches = 0; batches < MaxBatches && !cancellation.IsCancellationRequested; batches++)
            {
                if (!await IndexWaitingAsync(cancellation))
                    return;
            }
        }
        catch (DependencyException e)
        {
            LogQueueOut(e);
        }
    }

    /// <returns>Whether to go on.</returns>
    private async Task<bool> IndexWaitingAsync(CancellationToken cancellation)
    {
        var received = await backlog.ReceiveAsync();
        var batch = received.Where(message => message.Deliveries <= MaxTries).ToList();
        IReadOnlyList<string> failed;
        try
        {
            failed = await indexer.IndexAsync([.. batch.Select(message => new QueueMessage(message.Id, message.Body) { Queueing = StorageEventQueue.Queueing })], cancellation);
        }
        catch (OperationCanceledException)
        {
            await backlog.GiveBackAsync(received);
            return false;
        }

        await backlog.DeleteAsync([.. batch.Where(message => !failed.Contains(message.Id))]);
        if (batch.Count < received.Count)
        {
            // The host must get these, and does when this ends.
            await backlog.GiveBackAsync([.. received.Except(batch)]);
            return false;
        }

        return failed.Count < batch.Count;
    }

    [LoggerMessage(LogLevel.Warning, "The queue of events is out; what was taken from it will be delivered again")]
    private partial void LogQueueOut(Exception exception);

    private sealed class Delivery(QueueMessage message)
    {
        public QueueMessage Message { get; } = message;

        public bool IsTried { get; set; }

        public bool IsIndexed { get; set; }
    }
}
