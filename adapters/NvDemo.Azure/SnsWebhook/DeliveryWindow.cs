using System.Globalization;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// How old a message may be. SNS tries to deliver one for an hour at most (3,600 s, a hard limit:
/// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html), each time with the time stamp of the publication; a few
/// minutes more are for the last try and for clocks.
/// </summary>
public static class DeliveryWindow
{
    /// <summary>The greatest age.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(65);

    /// <summary>How far the sender's clock may be ahead.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>Whether a message of this time stamp can be a delivery of now.</summary>
    public static bool Contains(string timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && now - time <= MaxAge && time - now <= MaxAhead;
}
