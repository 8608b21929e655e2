using System.Diagnostics;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using NvDemo.Adapters.Configuration;
using NvDemo.Core;
using EventEnvelope = NvDemo.Core.Events.EventEnvelope;

namespace NvDemo.Azure.StorageQueues;

/// <summary>
/// Events in an Azure Storage queue, in Base64, as the queue trigger reads them. They are kept until they are indexed, not for the week
/// that is the default. The queue is made when it is found missing.
/// </summary>
/// <param name="queue">From <see cref="StorageConnection"/>.</param>
/// <param name="visibilityTimeout">From <see cref="ReadVisibilityTimeout"/>.</param>
public sealed class StorageEventQueue(QueueClient queue, TimeSpan visibilityTimeout) : IEventQueue, IEventBacklog
{
    /// <summary><see cref="NvDemo.Core.Events.QueueMessage.Queueing"/> of its messages.</summary>
    public const string Queueing = "azure_queue_storage";

    // A message is at most 64 KiB, in Base64.
    private const int MaxBytes = 64 * 1024 / 4 * 3;

    // Storage gives 32 messages at once, and deletes them one by one.
    private const int MaxReceived = 32, Receives = 4, Parallelism = 16;

    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    // What Storage takes.
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1), LongestTimeout = TimeSpan.FromDays(7);

    // As in host.json.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(3);

    /// <summary>For how long the Functions host hides a message that has failed: what host.json says, or the setting in its place.</summary>
    public static TimeSpan ReadVisibilityTimeout(SettingsReader settings) => (TimeSpan)settings.Parse<object>(
        "AzureFunctionsJobHost__extensions__queues__visibilityTimeout",
        "a time from 00:00:01 to 7.00:00:00",
        text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= ShortestTimeout && time <= LongestTimeout ? time : null,
        DefaultTimeout);

    /// <inheritdoc/>
    public Task EnqueueAsync(string body, CancellationToken cancellation)
    {
        var messages = Fits(body) ? [body] : S3EventRecords.Split(body);
        if (messages.Count == 0 || !messages.All(Fits))
            throw new EventTooLargeException(MaxBytes);
        return CallAsync(
            async () =>
            {
                using var span = StartSend(messages.Count);
                foreach (var message in messages)
                    await SendAsync(EventEnvelope.Wrap(message) is var wrapped && Fits(wrapped) ? wrapped : message, cancellation);
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingEvent>> ReceiveAsync()
    {
        var received = new List<WaitingEvent>();
        var calls = Enumerable.Range(0, Receives).Select(_ => ReceiveAsync(received)).ToArray();
        try
        {
            await CallAsync(() => Task.WhenAll(calls), CancellationToken.None);
        }
        catch (DependencyException) when (received.Count > 0)
        {
            // Those that were answered count.
        }

        return received;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyList<WaitingEvent> messages) =>
        ForEachAsync(messages, message => queue.DeleteMessageAsync(message.Id, message.Receipt));

    /// <inheritdoc/>
    public Task GiveBackAsync(IReadOnlyList<WaitingEvent> messages) =>
        ForEachAsync(messages, message => queue.UpdateMessageAsync(message.Id, message.Receipt, visibilityTimeout: TimeSpan.Zero));

    // Not cancelled half-way: it is bounded in time, and what is taken from the queue must be settled.
    private static Task ForEachAsync(IReadOnlyList<WaitingEvent> messages, Func<WaitingEvent, Task> call) => CallAsync(
        () => Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (message, _) =>
        {
            try
            {
                await call(message);
            }
            catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.MessageNotFound || e.ErrorCode == QueueErrorCode.PopReceiptMismatch)
            {
                // It took so long that it was delivered again.
            }
        }),
        CancellationToken.None);

    private static async Task CallAsync(Func<Task> call, CancellationToken cancellation)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or AggregateException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DependencyException("The event queue", Failure(e), e);
        }
    }

    private static DependencyFailure Failure(Exception exception) => exception switch
    {
        AuthenticationFailedException or RequestFailedException { Status: 401 or 403 } => DependencyFailure.Misconfigured,
        // Of retries that all failed, the last.
        AggregateException { InnerExceptions: [.., var last] } => Failure(last),
        RequestFailedException { Status: >= 400 and < 500 and not (408 or 409 or 429) } => DependencyFailure.Unexpected,
        _ => DependencyFailure.OutOfReach,
    };

    private static bool Fits(string message) => Encoding.UTF8.GetByteCount(message) <= MaxBytes;

    private Activity? StartSend(int count)
    {
        var span = ServiceTraces.StartCall($"send {queue.Name}", ActivityKind.Producer);
        span?.SetTag("messaging.system", Queueing);
        span?.SetTag("messaging.operation.name", "send");
        span?.SetTag("messaging.operation.type", "send");
        span?.SetTag("messaging.destination.name", queue.Name);
        span?.SetTag("messaging.batch.message_count", count);
        return span;
    }

    private async Task ReceiveAsync(List<WaitingEvent> received)
    {
        QueueMessage[] messages = await queue.ReceiveMessagesAsync(MaxReceived, visibilityTimeout);
        lock (received)
            received.AddRange(messages.Select(message => new WaitingEvent(message.MessageId, message.PopReceipt, message.DequeueCount, message.Body.ToString())));
    }

    private async Task SendAsync(string message, CancellationToken cancellation)
    {
        try
        {
            await queue.SendMessageAsync(message, timeToLive: Forever, cancellationToken: cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await queue.SendMessageAsync(message, timeToLive: Forever, cancellationToken: cancellation);
        }
    }
}
