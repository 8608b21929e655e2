using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using NvDemo.Adapters.Aws;
using NvDemo.Adapters.Configuration;
using NvDemo.Core.Events;

namespace NvDemo.Azure.DeadLetters;

/// <summary>The dead-letter queue of the webhook's subscription, in SQS as SNS wants it.</summary>
public sealed partial class SqsDeadLetterQueue : IDeadLetterQueue, IDisposable
{
    // The most that SQS gives at once.
    private const int BatchSize = 10;

    // A message that stays comes again with the next run of the timer at the earliest.
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(4);

    private readonly string _url;
    private readonly AWSCredentials? _credentials;
    private readonly Lazy<AmazonSQSClient> _client;

    /// <summary>Nothing connects before the first call.</summary>
    /// <param name="credentials"><c>null</c> for those that the SDK finds by itself.</param>
    public SqsDeadLetterQueue(Uri url, AWSCredentials? credentials)
    {
        (_url, _credentials) = (url.AbsoluteUri, credentials);
        _client = new Lazy<AmazonSQSClient>(() =>
        {
            var config = new AmazonSQSConfig { Timeout = TryTimeout, ConnectTimeout = TimeSpan.FromSeconds(1), MaxErrorRetry = 1 };
            return credentials is null ? new AmazonSQSClient(config) : new AmazonSQSClient(credentials, config);
        });
    }

    /// <summary>Reads <c>Nv__Azure__DeadLetterQueue</c>; <c>null</c> when it is not set.</summary>
    public static Uri? ReadUrl(SettingsReader settings)
    {
        const string Name = "Nv__Azure__DeadLetterQueue";
        if (settings.IsSet(Name))
        {
            // The SDK finds it by itself.
            AwsSettings.Endpoint(settings, "SQS");
        }

        return settings.Parse<Uri>(Name, "the URL of an SQS queue", UrlOf, null!);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken cancellation)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = _url,
            MaxNumberOfMessages = BatchSize,
            VisibilityTimeout = (int)Hidden.TotalSeconds,
            // Without waiting, SQS asks only some of its servers, and may miss a few messages.
            WaitTimeSeconds = 1,
        };
        var response = await CallAsync(token => _client.Value.ReceiveMessageAsync(request, token), cancellation);
        return (response.Messages ?? []).ConvertAll(message => new QueueMessage(message.ReceiptHandle, message.Body));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(QueueMessage message, CancellationToken cancellation) =>
        CallAsync(token => _client.Value.DeleteMessageAsync(_url, message.Id, token), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        AwsCall.RunAsync("SQS", () => _credentials, Timeout, call, cancellation);

    private static Uri? UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && QueuePath().IsMatch(url.PathAndQuery) ? url : null;

    // An account and a queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html.
    [GeneratedRegex(@"^/[0-9]{12}/[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex QueuePath();
}
