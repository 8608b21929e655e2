using Microsoft.Extensions.Logging;
using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Ports;

namespace NvDemo.Core.Events.Sns;

/// <summary>
/// <c>POST /api/events/sns</c>: takes the deliveries of one topic and puts the S3 events of its notifications into the queue. SNS delivers
/// again after a 5xx and gives up after a 4xx, so what is wrong with a message is a 403, and what may pass a 503.
/// </summary>
/// <param name="topic">The only topic that is listened to.</param>
/// <param name="signature">Tells its messages from others.</param>
/// <param name="endpoint">Where subscriptions are confirmed.</param>
/// <param name="queue">Where events go.</param>
/// <param name="options"><see cref="ServiceOptions.AcceptsUnverifiedEvents"/>.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log, which has the reasons of refusals.</param>
public sealed partial class SnsWebhook(
    SnsTopic topic, SnsSignature signature, SnsEndpoint endpoint, IEventQueue queue, ServiceOptions options, TimeProvider clock,
    ILogger<SnsWebhook> logger)
{
    // An SNS message is at most 256 KiB; here it is a string in JSON, so its quotes take two bytes.
    private const int MaxBody = 2 * 256 * 1024;

    private readonly DeliveredMessages _delivered = new(clock);

    /// <summary>Answers the request.</summary>
    public async Task<Reply> HandleAsync(Request request, string key, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBody || await BoundedBody.ReadAsync(request.Body, MaxBody, cancellation) is not { } body)
            return Problem.MessageTooLarge(MaxBody);
        try
        {
            await TakeAsync(SnsMessage.Parse(body.GetBuffer().AsMemory(0, (int)body.Length)), cancellation);
            return new Reply(200).WithContentLength(0);
        }
        catch (RefusedMessageException e)
        {
            LogRefused(e.Message, request.RequestId);
            return Problem.MessageRefused();
        }
        catch (EventTooLargeException e)
        {
            LogTooLarge(e, request.RequestId);
            return Problem.MessageTooLarge(e.Limit);
        }
    }

    private async Task TakeAsync(SnsMessage message, CancellationToken cancellation)
    {
        if (message.Type is null)
        {
            if (!options.AcceptsUnverifiedEvents)
                throw new RefusedMessageException("raw delivery has no signature");
            await queue.EnqueueAsync(message.Message, cancellation);
            return;
        }

        // What costs nothing comes first.
        if (message.TopicArn != topic.Arn)
            throw new RefusedMessageException("it is of another topic");
        if (!DeliveryWindow.Contains(message.Timestamp, clock.GetUtcNow()))
            throw new RefusedMessageException("it is too old, or from the future");
        if (_delivered.Contains(message.MessageId))
            throw new RefusedMessageException("it was delivered before");
        if (!(options.AcceptsUnverifiedEvents && message.Type == SnsMessage.Notification))
            await signature.VerifyAsync(message, cancellation);

        await ActAsync(message, cancellation);
        _delivered.Add(message.MessageId);
    }

    private async Task ActAsync(SnsMessage message, CancellationToken cancellation)
    {
        switch (message.Type)
        {
            case SnsMessage.Notification:
                await queue.EnqueueAsync(message.Message, cancellation);
                break;
            case SnsMessage.SubscriptionConfirmation:
                var url = topic.SubscribeUrl(message.SubscribeUrl)
                    ?? throw new RefusedMessageException("its SubscribeURL is not the region's SNS");
                await endpoint.GetAsync(url, cancellation);
                LogSubscribed(topic.Arn);
                break;
            default:
                // Not subscribed again: whoever has ended the subscription may have meant it.
                LogUnsubscribed(topic.Arn);
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
