using System.Text.Json;

namespace NvDemo.Azure.StorageQueues;

/// <summary>The records of an S3 event notification as notifications of their own.</summary>
public static class S3EventRecords
{
    /// <summary>One notification for each record, which is left as it is; none where the text has no records.</summary>
    public static IReadOnlyList<string> Split(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("Records", out var records) && records.ValueKind == JsonValueKind.Array
                ? [.. records.EnumerateArray().Select(record => $"{{\"Records\":[{record.GetRawText()}]}}")]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
