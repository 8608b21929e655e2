using System.Text;
using System.Text.Json;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// What SNS posts to an HTTP endpoint: https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html. Nothing of it is verified
/// yet. The request's <c>x-amz-sns-…</c> headers repeat some of it without being signed, so they are not read.
/// </summary>
public sealed record SnsMessage
{
    /// <summary><see cref="Type"/> of what was published to the topic.</summary>
    public const string Notification = "Notification";

    /// <summary><see cref="Type"/> of the question whether the subscription is wanted.</summary>
    public const string SubscriptionConfirmation = "SubscriptionConfirmation";

    /// <summary><see cref="Type"/> of the news that the subscription has ended.</summary>
    public const string UnsubscribeConfirmation = "UnsubscribeConfirmation";

    private const int MaxIdLength = 100;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>One of the three types; <c>null</c> for raw delivery, which is the published text without a wrapping.</summary>
    public string? Type { get; private init; }

    /// <summary>The id, the same for each delivery of the message.</summary>
    public string MessageId { get; private init; } = "";

    public string TopicArn { get; private init; } = "";

    /// <summary>When it was published, ISO 8601; the same for each delivery.</summary>
    public string Timestamp { get; private init; } = "";

    /// <summary>What was published: an S3 event notification.</summary>
    public string Message { get; private init; } = "";

    public string? Subject { get; private init; }

    /// <summary>Confirms the subscription; not of a notification.</summary>
    public string? SubscribeUrl { get; private init; }

    /// <summary>Belongs to <see cref="SubscribeUrl"/>.</summary>
    public string? Token { get; private init; }

    /// <summary><c>1</c> (SHA-1) or <c>2</c> (SHA-256).</summary>
    public string? SignatureVersion { get; private init; }

    /// <summary>The signature in Base64.</summary>
    public string? Signature { get; private init; }

    /// <summary>Where the certificate is that belongs to the signature.</summary>
    public string? SigningCertUrl { get; private init; }

    /// <exception cref="RefusedMessageException">It is not JSON, or incomplete.</exception>
    public static SnsMessage Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var root = document.RootElement;
            return Optional(root, "Type") is { } type
                ? Wrapped(root, type)
                : new SnsMessage { Message = Encoding.UTF8.GetString(body.Span) };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: JSON, but not of the right types, or text that is not Unicode.
            throw new RefusedMessageException("it is malformed", e);
        }
    }

    private static SnsMessage Wrapped(JsonElement root, string type)
    {
        var message = new SnsMessage
        {
            Type = type,
            MessageId = Required(root, "MessageId"),
            TopicArn = Required(root, "TopicArn"),
            Timestamp = Required(root, "Timestamp"),
            Message = Required(root, "Message"),
            Subject = Optional(root, "Subject"),
            SubscribeUrl = Optional(root, "SubscribeURL"),
            Token = Optional(root, "Token"),
            SignatureVersion = Optional(root, "SignatureVersion"),
            Signature = Optional(root, "Signature"),
            SigningCertUrl = Optional(root, "SigningCertURL"),
        };
        if (message.Type is not (Notification or SubscriptionConfirmation or UnsubscribeConfirmation))
            throw new RefusedMessageException("it is of an unknown type");
        if (message.MessageId.Length is 0 or > MaxIdLength)
            throw new RefusedMessageException("its id is empty or too long");
        return message;
    }

    private static string Required(JsonElement root, string name) =>
        Optional(root, name) ?? throw new RefusedMessageException($"it has no {name}");

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
