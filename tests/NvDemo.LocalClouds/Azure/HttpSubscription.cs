using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Azure;

/// <summary>
/// The topic's HTTP subscription: posts what is published to the webhook of the Azure side, in SNS's wrapping, but unsigned. It answers as
/// SNS does to what the webhook answers: 200 is the end of it, a 4xx but for 429 is a failure for good, which goes to the subscription's
/// dead-letter queue, and everything else is tried again. moto has no such subscription that tries again, so this takes the events from a
/// queue.
/// </summary>
public sealed class HttpSubscription : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // As long as SNS waits for an answer.
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly AmazonSQSClient _sqs;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = DeliveryTimeout };
    private readonly string _queueUrl;
    private readonly string _deadLetterQueueUrl;
    private readonly string _topicArn;
    private readonly Uri _webhook;
    private readonly TextWriter _log;
    private readonly Task _work;

    private HttpSubscription(string directory, DataPlane data, Uri webhook)
    {
        // Of its own, as it retries by itself: an attempt that hangs or fails must not hold the next one up.
        _sqs = new AmazonSQSClient(LocalAws.AccessKey, LocalAws.SecretKey, new AmazonSQSConfig
        {
            ServiceURL = data.Moto.Endpoint.ToString(),
            AuthenticationRegion = LocalAws.Region,
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(10),
        });
        (_queueUrl, _deadLetterQueueUrl, _topicArn, _webhook) =
            (data.Aws.ForwardQueueUrl, data.Aws.WebhookDeadLetterQueueUrl, data.Aws.TopicArn, webhook);
        var logs = Directory.CreateDirectory(Path.Combine(directory, "logs"));
        var log = new StreamWriter(Path.Combine(logs.FullName, "subscription.log"), append: true) { AutoFlush = true };
        _log = TextWriter.Synchronized(log);
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Starts to deliver; it does not matter whether the webhook is up yet.</summary>
    /// <param name="directory">For the log (in <c>logs/</c>).</param>
    /// <param name="data">Where the events come from.</param>
    /// <param name="webhook">Where they go to.</param>
    public static HttpSubscription Start(string directory, DataPlane data, Uri webhook) => new(directory, data, webhook);

    /// <summary>Stops to deliver; what is under way comes again after its visibility time-out.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
        _sqs.Dispose();
        _http.Dispose();
        await _log.DisposeAsync();
    }

    private async Task WorkAsync()
    {
        var failure = "";
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await DeliverAsync();
                failure = "";
            }
            catch (Exception e)
            {
                if (_stop.IsCancellationRequested)
                    return;

                // Nothing is lost: the messages are still in the queue. An outage is logged once, not at each attempt.
                var message = $"{e.GetType().Name}: {e.Message.Split('\n')[0]}";
                if (message != failure)
                    await LogAsync(failure = message);
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync()
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = _queueUrl,
            MaxNumberOfMessages = 10,
            WaitTimeSeconds = 2,
            MessageSystemAttributeNames = ["SentTimestamp"],
        };
        if ((await _sqs.ReceiveMessageAsync(request, _stop.Token)).Messages is not { Count: > 0 } messages)
            return;

        var posts = messages.ConvertAll(PostAsync);
        await ((Task)Task.WhenAll(posts)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var done = messages.Where((_, i) => posts[i].IsCompletedSuccessfully)
            .Select(message => new DeleteMessageBatchRequestEntry(message.MessageId, message.ReceiptHandle)).ToList();
        if (done.Count > 0)
            await _sqs.DeleteMessageBatchAsync(_queueUrl, done, _stop.Token);
        await Task.WhenAll(posts);
    }

    /// <summary>Delivers a message, or gives it up.</summary>
    /// <exception cref="HttpRequestException">The webhook is out: it shall be tried again.</exception>
    private async Task PostAsync(Message message)
    {
        var delivery = Wrap(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, _webhook)
        {
            Content = new StringContent(delivery, Encoding.UTF8, "text/plain"),
        };
        request.Headers.UserAgent.ParseAdd("Amazon Simple Notification Service Agent");
        request.Headers.Add("x-amz-sns-message-type", "Notification");
        request.Headers.Add("x-amz-sns-message-id", message.MessageId);
        request.Headers.Add("x-amz-sns-topic-arn", _topicArn);
        request.Headers.Add("x-amz-sns-subscription-arn", $"{_topicArn}:local");

        using var response = await _http.SendAsync(request, _stop.Token);
        var status = (int)response.StatusCode;
        if (status is >= 400 and < 500 and not 429)
        {
            await LogAsync($"{message.MessageId} is given up: {status} {await response.Content.ReadAsStringAsync(_stop.Token)}");
            await _sqs.SendMessageAsync(_deadLetterQueueUrl, delivery, _stop.Token);
        }
        else
        {
            response.EnsureSuccessStatusCode();
        }
    }

    private string Wrap(Message message)
    {
        var sent = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(message.Attributes["SentTimestamp"], CultureInfo.InvariantCulture));
        return JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["Type"] = "Notification",
            ["MessageId"] = message.MessageId,
            ["TopicArn"] = _topicArn,
            ["Subject"] = "Amazon S3 Notification",
            ["Message"] = message.Body,
            ["Timestamp"] = sent.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        });
    }

    private Task LogAsync(string text) => _log.WriteLineAsync($"{DateTime.UtcNow:O} {text}");
}
