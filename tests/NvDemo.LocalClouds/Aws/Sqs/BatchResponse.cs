using System.Text.Json;

namespace NvDemo.LocalClouds.Aws.Sqs;

/// <summary>
/// Reads a function's answer under <c>ReportBatchItemFailures</c> (Lambda developer guide, "Implementing partial batch responses").
/// </summary>
internal static class BatchResponse
{
    /// <summary>
    /// The ids of the messages that failed; <c>null</c> when the whole batch did: the answer is no JSON object, or an identifier is
    /// missing, null, empty or of no message in the batch. No answer, no list or an empty list means that none failed.
    /// </summary>
    public static IReadOnlySet<string>? Failures(ReadOnlyMemory<byte> payload, IReadOnlySet<string> messageIds)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        if (payload.IsEmpty)
            return failed;
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Null)
                return failed;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            if (!root.TryGetProperty("batchItemFailures", out var items) || items.ValueKind == JsonValueKind.Null)
                return failed;
            foreach (var item in items.EnumerateArray())
            {
                if (item.GetProperty("itemIdentifier").GetString() is not { } id || !messageIds.Contains(id))
                    return null;
                failed.Add(id);
            }

            return failed;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
