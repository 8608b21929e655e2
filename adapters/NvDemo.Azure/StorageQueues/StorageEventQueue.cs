using System.Text;
using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using NvDemo.Core;

namespace NvDemo.Azure.StorageQueues;

/// <summary>
/// Events in an Azure Storage queue, in Base64, as the queue trigger reads them. They are kept until they are indexed, not for the week
/// that is the default. The queue is made when it is found missing.
/// </summary>
/// <param name="queue">From <see cref="StorageConnection"/>.</param>
public sealed class StorageEventQueue(QueueClient queue) : IEventQueue
{
    // A message is at most 64 KiB, in Base64.
    private const int MaxBytes = 64 * 1024 / 4 * 3;
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <inheritdoc/>
    public async Task EnqueueAsync(string body, CancellationToken cancellation)
    {
        var messages = Fits(body) ? [body] : S3EventRecords.Split(body);
        if (messages.Count == 0 || !messages.All(Fits))
            throw new EventTooLargeException(MaxBytes);
        try
        {
            foreach (var message in messages)
                await SendAsync(message, cancellation);
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
