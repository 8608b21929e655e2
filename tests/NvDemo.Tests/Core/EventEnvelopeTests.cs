using NvDemo.Core.Events;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

/// <summary>A trace goes through the service's own queue, and who does not know it reads the events all the same.</summary>
public sealed class EventEnvelopeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("vendor=1,other=a\"b\\c")]
    public void A_message_says_who_has_sent_it(string? state)
    {
        var notification = S3Notification.OfUploads("a", "b");
        using var trace = new ListenedTrace();
        using var sender = trace.Start();
        sender.TraceStateString = state;
        var message = EventEnvelope.Wrap(notification);
        var read = EventEnvelope.SenderOf(message);
        Assert.Equal((sender.TraceId, sender.SpanId, sender.ActivityTraceFlags, state), (read.TraceId, read.SpanId, read.TraceFlags, read.TraceState));
        Assert.Equal(
            S3Event.Parse(notification, LocalAws.Bucket, out _),
            S3Event.Parse(message, LocalAws.Bucket, out var malformed));
        Assert.Null(malformed);
    }

    [Fact]
    public void What_nobody_records_stays_as_it_is()
    {
        var notification = S3Notification.OfUploads("a");
        Assert.Equal(notification, EventEnvelope.Wrap(notification));
        Assert.Equal(default, EventEnvelope.SenderOf(notification));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("not JSON")]
    [InlineData("")]
    public void What_is_no_notification_stays_as_it_is(string body)
    {
        using var trace = new ListenedTrace();
        using var sender = trace.Start();
        Assert.Equal(body, EventEnvelope.Wrap(body));
    }

    [Theory]
    [InlineData("""{"traceparent":"nonsense","Records":[]}""")]
    [InlineData("""{"traceparent":1}""")]
    [InlineData("""{"traceparent":""")]
    public void A_sender_that_cannot_be_read_is_none(string message) => Assert.Equal(default, EventEnvelope.SenderOf(message));
}
