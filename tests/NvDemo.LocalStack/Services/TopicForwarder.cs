using Amazon.SQS;
using Amazon.SQS.Model;
using Azure.Storage.Queues;

namespace NvDemo.LocalStack.Services;

/// <summary>
/// Takes the bucket's events to the Storage queue of the Azure side, in the place of the webhook that a topic delivers to on AWS.
/// A message is taken from the one queue only when it is in the other; whichever is out is tried until it is back.
/// </summary>
public sealed class TopicForwarder : IAsyncDisposable
{
    /// <summary>The Storage queue.</summary>
    public const string StorageQueue = "nv-object-events";

    /// <summary>Where the Functions host puts a message of <see cref="StorageQueue"/> that has had all its tries.</summary>
    public const string PoisonQueue = StorageQueue + "-poison";

    /// <summary>The life of a message that waits for as long as it takes: -1 s. By default Storage drops it after seven days.</summary>
    internal static readonly TimeSpan NoExpiry = TimeSpan.FromSeconds(-1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly AmazonSQSClient _sqs;
    private readonly string _queueUrl;
    private readonly QueueClient _queue;
    private readonly TextWriter _log;
    private readonly Task _work;

    private TopicForwarder(string directory, Uri awsEndpoint, string queueUrl, string storage)
    {
        // Of its own, as it retries by itself: an attempt that hangs or fails must not hold the next one up.
        _sqs = new AmazonSQSClient(LocalAws.AccessKey, LocalAws.SecretKey, new AmazonSQSConfig
        {
            ServiceURL = awsEndpoint.ToString(),
            AuthenticationRegion = LocalAws.Region,
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(10),
        });
        _queueUrl = queueUrl;
        _queue = new QueueClient(storage, StorageQueue, new QueueClientOptions
        {
            MessageEncoding = QueueMessageEncoding.Base64,
            Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(3) },
        });
        var logs = Directory.CreateDirectory(Path.Combine(directory, "logs"));
        _log = TextWriter.Synchronized(new StreamWriter(Path.Combine(logs.FullName, "forwarder.log"), append: true) { AutoFlush = true });
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Starts forwarding; the Storage queue is made if it is not there.</summary>
    /// <param name="directory">For the log.</param>
    /// <param name="awsEndpoint">The endpoint of SQS.</param>
    /// <param name="queueUrl">The queue to empty.</param>
    /// <param name="storage">The connection string of the Storage account to fill.</param>
    public static TopicForwarder Start(string directory, Uri awsEndpoint, string queueUrl, string storage) =>
        new(directory, awsEndpoint, queueUrl, storage);

    /// <summary>Stops forwarding; what is under way comes again after its visibility time-out.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
        _sqs.Dispose();
        await _log.DisposeAsync();
    }

    private async Task WorkAsync()
    {
        var ready = false;
        var failure = "";
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!ready)
                    await _queue.CreateIfNotExistsAsync(cancellationToken: _stop.Token);
                ready = true;
                await ForwardAsync();
                failure = "";
            }
            catch (Exception e)
            {
                if (_stop.IsCancellationRequested)
                    return;

                // Nothing is lost: the messages are still in the first queue. An outage is logged once, not at each attempt.
                ready = false;
                var message = $"{e.GetType().Name}: {e.Message.Split('\n')[0]}";
                if (message != failure)
                    await _log.WriteLineAsync($"{DateTime.UtcNow:O} {failure = message}");
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ForwardAsync()
    {
        var request = new ReceiveMessageRequest { QueueUrl = _queueUrl, MaxNumberOfMessages = 10, WaitTimeSeconds = 2 };
        if ((await _sqs.ReceiveMessageAsync(request, _stop.Token)).Messages is not { Count: > 0 } messages)
            return;

        var puts = messages.ConvertAll(
            message => _queue.SendMessageAsync(message.Body, timeToLive: NoExpiry, cancellationToken: _stop.Token));
        await ((Task)Task.WhenAll(puts)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var stored = messages.Where((_, i) => puts[i].IsCompletedSuccessfully)
            .Select(message => new DeleteMessageBatchRequestEntry(message.MessageId, message.ReceiptHandle)).ToList();
        if (stored.Count > 0)
            await _sqs.DeleteMessageBatchAsync(_queueUrl, stored, _stop.Token);
        await Task.WhenAll(puts);
    }
}
