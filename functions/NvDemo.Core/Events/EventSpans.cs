using System.Diagnostics;
using NvDemo.Core.Index;

namespace NvDemo.Core.Events;

/// <summary>
/// The spans of the indexing (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/): one for a batch, with links to who
/// sent its messages, and one for each change, in the trace of the request that made it.
/// </summary>
internal static class EventSpans
{
    /// <returns><c>null</c> where nobody listens.</returns>
    public static Activity? StartBatch(IReadOnlyList<QueueMessage> messages)
    {
        var span = ServiceTraces.StartEntry("index", ActivityKind.Consumer);
        if (span is not { IsAllDataRequested: true })
            return span;

        Describe(span, messages.Count > 0 ? messages[0].Queueing : null, "index");
        span.SetTag("faas.trigger", "pubsub");
        span.SetTag("messaging.batch.message_count", messages.Count);
        foreach (var message in messages)
        {
            if (EventEnvelope.SenderOf(message.Body) is var sender && sender != default)
                span.AddLink(new ActivityLink(sender));
        }

        return span;
    }

    /// <summary>Records changes that have been indexed.</summary>
    /// <param name="batch">The span of their batch.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="queueing">That of their messages.</param>
    /// <param name="started">When the indexing began.</param>
    public static void AddProcessed(
        Activity? batch, string bucket, string? queueing, IReadOnlyList<ObjectChange> changes, IReadOnlyDictionary<ObjectChange, string> origins,
        DateTimeOffset started)
    {
        foreach (var change in changes)
        {
            ServiceTraces.AddPast(
                "process",
                ActivityKind.Consumer,
                ServiceTraces.Parse(origins.GetValueOrDefault(change), traceState: null),
                batch?.Context,
                started,
                span =>
                {
                    Describe(span, queueing, "process");
                    span.SetTag("aws.s3.bucket", bucket);
                    span.SetTag("aws.s3.key", change.Key.Value);
                    span.SetTag("aws.request_id", change.RequestId);
                });
        }
    }

    private static void Describe(Activity span, string? queueing, string operation)
    {
        span.SetTag("messaging.system", queueing);
        span.SetTag("messaging.operation.name", operation);
        span.SetTag("messaging.operation.type", "process");
    }
}
