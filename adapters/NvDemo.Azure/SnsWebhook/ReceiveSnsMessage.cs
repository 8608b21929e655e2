using Microsoft.Extensions.Logging;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// <c>POST /api/events/sns</c>: takes the deliveries of one topic and puts the S3 events of its notifications into the queue. SNS delivers
/// again after a 5xx and gives up after a 4xx, so what is wrong with a message is a 403, and what may pass a 503.
/// </summary>
public sealed partial class ReceiveSnsMessage(
    SnsSettings settings, SnsSignature signature, SnsEndpoint endpoint, IEventQueue queue, TimeProvider clock, ILogger<ReceiveSnsMessage> logger)
{
    // An SNS message is at most 256 KiB; here it is a string in JSON, so its quotes take two bytes.
    private const int MaxBody = 2 * 256 * 1024;

    public Route Route => new("receive-sns-message", "POST", "/api/events/sns", Scopes.None, HandleAsync)
    {
        Responses =
        [
            new(200, "The events of the message will be indexed, or the subscription is confirmed."),
            RouteResponse.Problem(403, "The message is not one of the topic."),
            RouteResponse.Problem(413, "The message is larger than those of SNS."),
        ],
    };

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        if (await request.ReadBodyAsync(MaxBody, cancellation) is not { } body)
            return TooLarge(MaxBody);
        try
        {
            await TakeAsync(SnsMessage.Parse(body.GetBuffer().AsMemory(0, (int)body.Length)), cancellation);
            return new Response(200).WithContentLength(0);
        }
        catch (RefusedMessageException e)
        {
            LogRefused(e.Message, request.RequestId);
            return Problem.Forbidden("The message is not accepted.");
        }
        catch (EventTooLargeException e)
        {
            LogTooLarge(e, request.RequestId);
            return TooLarge(e.Limit);
        }
    }

    private static Response TooLarge(long limit) => Problem.ContentTooLarge($"A message is at most {limit} bytes.");

    private async Task TakeAsync(SnsMessage message, CancellationToken cancellation)
    {
        if (message.Type is null)
        {
            if (!settings.AcceptsUnverifiedEvents)
                throw new RefusedMessageException("raw delivery has no signature");
            await queue.EnqueueAsync(message.Message, cancellation);
            return;
        }

        // What costs nothing comes first.
        if (message.TopicArn != settings.Topic.Arn)
            throw new RefusedMessageException("it is of another topic");
        if (!DeliveryWindow.Contains(message.Timestamp, clock.GetUtcNow()))
            throw new RefusedMessageException("it is too old, or from the future");
        if (!(settings.AcceptsUnverifiedEvents && message.Type == SnsMessage.Notification))
            await signature.VerifyAsync(message, cancellation);

        await ActAsync(message, cancellation);
    }

    private async Task ActAsync(SnsMessage message, CancellationToken cancellation)
    {
        switch (message.Type)
        {
            case SnsMessage.Notification:
                await queue.EnqueueAsync(message.Message, cancellation);
                break;
            case SnsMessage.SubscriptionConfirmation:
                var url = settings.Topic.SubscribeUrl(message.SubscribeUrl)
                    ?? throw new RefusedMessageException("its SubscribeURL is not the region's SNS");
                await endpoint.GetAsync(url, cancellation);
                LogSubscribed(settings.Topic.Arn);
                break;
            default:
                // Not subscribed again: whoever has ended the subscription may have meant it.
                LogUnsubscribed(settings.Topic.Arn);
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A message to the SNS webhook is refused: {Reason}; request {RequestId}")]
    private partial void LogRefused(string reason, string requestId);

    [LoggerMessage(LogLevel.Error, "A message of the topic can't be put into the queue; request {RequestId}")]
    private partial void LogTooLarge(Exception exception, string requestId);

    [LoggerMessage(LogLevel.Information, "The subscription to {Topic} is confirmed")]
    private partial void LogSubscribed(string topic);

    [LoggerMessage(LogLevel.Warning, "The subscription to {Topic} has ended: events reach this cloud no more")]
    private partial void LogUnsubscribed(string topic);
}
