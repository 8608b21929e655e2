using System.Globalization;
using System.Text;
using System.Text.Json;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Events;

/// <summary>
/// S3 event notifications: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html.
/// </summary>
public static class S3Event
{
    /// <summary>
    /// The changes to the bucket that a notification reports, also in SNS's wrapping, which a subscription without raw delivery leaves
    /// around it; none for <c>s3:TestEvent</c>.
    /// </summary>
    /// <param name="body">The notification.</param>
    /// <param name="bucket">The bucket; records of others are left out.</param>
    /// <param name="malformed">Why the first record that can't be read is left out; <c>null</c> where all can.</param>
    /// <exception cref="FormatException">It is not an S3 event notification.</exception>
    public static IReadOnlyList<ObjectChange> Parse(string body, string bucket, out FormatException? malformed)
    {
        malformed = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.TryGetProperty("Event", out var test) && test.ValueEquals("s3:TestEvent"))
                return [];

            if (root.TryGetProperty("Type", out var type) && type.ValueEquals("Notification"))
                return Parse(RequiredText(root, "Message"), bucket, out malformed);

            var changes = new List<ObjectChange>();
            foreach (var record in root.GetProperty("Records").EnumerateArray())
            {
                try
                {
                    if (ParseRecord(record, bucket) is { } change)
                        changes.Add(change);
                }
                catch (Exception e) when (e is FormatException or KeyNotFoundException or InvalidOperationException)
                {
                    malformed ??= new FormatException("A record is not one of an S3 event notification.", e);
                }
            }

            return changes;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The message is not an S3 event notification.", e);
        }
    }

    private static ObjectChange? ParseRecord(JsonElement record, string bucket)
    {
        var name = RequiredText(record, "eventName");
        var s3 = record.GetProperty("s3");
        var item = s3.GetProperty("object");
        if (RequiredText(s3.GetProperty("bucket"), "name") != bucket || ChangeKind(name, item) is not { } isDelete)
            return null;

        return new ObjectChange(
            ParseKey(RequiredText(item, "key")),
            isDelete,
            ParseTime(RequiredText(record, "eventTime")),
            Text(item, "sequencer") is { Length: > 0 } sequencer ? Sequencer.Parse(sequencer) : null,
            record.TryGetProperty("responseElements", out var response) ? Text(response, "x-amz-request-id") : null,
            !isDelete && item.TryGetProperty("size", out var size) ? size.GetInt64() : null,
            isDelete ? null : Text(item, "eTag")?.Trim('"'),
            ContentType: null);
    }

    /// <summary>Whether an event deletes its object; <c>null</c> where it changes nothing that is listed.</summary>
    private static bool? ChangeKind(string name, JsonElement item)
    {
        var kind = name.StartsWith("s3:", StringComparison.Ordinal) ? name[3..] : name;
        if (kind.StartsWith("ObjectCreated:", StringComparison.Ordinal))
            return false;

        // In a versioned bucket, "Delete" ends one version, most often one that is not listed any more: what is listed changes by
        // "DeleteMarkerCreated". The removal of a current version by its id is left to the reconciler.
        var isVersionDelete = kind.EndsWith(":Delete", StringComparison.Ordinal) && Text(item, "versionId") is { Length: > 0 };
        var isDelete = kind.StartsWith("ObjectRemoved:", StringComparison.Ordinal) || kind.StartsWith("LifecycleExpiration:", StringComparison.Ordinal);
        return isDelete && !isVersionDelete ? true : null;
    }

    // Keys come form-encoded: a plus is a space, everything else percent-encoded UTF-8.
    private static ObjectKey ParseKey(string text)
    {
        var key = Uri.UnescapeDataString(text.Replace('+', ' '));
        return key.Length > 0 && Encoding.UTF8.GetByteCount(key) <= ObjectKey.MaxBytes
            ? ObjectKey.FromBucket(key)
            : throw new FormatException($"The key has not 1 to {ObjectKey.MaxBytes} bytes.");
    }

    private static DateTime ParseTime(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException("The message has an event time that is not ISO 8601.");

    private static string RequiredText(JsonElement element, string name) =>
        Text(element, name) ?? throw new FormatException($"The message has no text '{name}' where one belongs.");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            // Nothing that S3 writes has it, and the index can't hold it.
            ? value.GetString() is var text && text!.Contains('\0') ? throw new FormatException($"'{name}' has a U+0000.") : text
            : null;
}
