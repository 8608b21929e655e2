using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace NvDemo.Core.Events;

/// <summary>
/// An S3 event notification on the way through a queue of the service's own: the trace context of who has put it there comes before all
/// that S3 has written. Who does not know it reads the notification as ever.
/// </summary>
public static class EventEnvelope
{
    private const string TraceParent = "traceparent", TraceState = "tracestate";

    /// <summary>The notification with the trace context of the span under way; as it is where nothing is recorded, or it is no JSON object.</summary>
    public static string Wrap(string notification)
    {
        if (ServiceTraces.TraceParent is not { } parent || !notification.StartsWith('{'))
            return notification;
        var state = Activity.Current!.TraceStateString is { Length: > 0 } text ? $",\"{TraceState}\":\"{JsonEncodedText.Encode(text)}\"" : "";
        var comma = notification.AsSpan(1).TrimStart() is ['}', ..] ? "" : ",";
        return $"{{\"{TraceParent}\":\"{parent}\"{state}{comma}{notification.AsSpan(1)}";
    }

    /// <summary>The trace context of who has put a message into the queue; default where it has none.</summary>
    public static ActivityContext SenderOf(string message)
    {
        if (!message.StartsWith($"{{\"{TraceParent}\":", StringComparison.Ordinal))
            return default;
        try
        {
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(message));
            json.Read();
            var parent = Member(ref json, TraceParent);
            return ServiceTraces.Parse(parent, Member(ref json, TraceState));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    // The next member, if it has that name.
    private static string? Member(ref Utf8JsonReader json, string name)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals(name))
            return null;
        return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
    }
}
