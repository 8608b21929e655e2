using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>The binding data of a queue message, all of it text: what is not a string is sent by the host as JSON.</summary>
internal static class MessageBindingData
{
    public static IReadOnlyDictionary<string, object?> Of(QueueMessage message, string text) =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = text,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["ExpirationTime"] = Json(message.ExpiresOn ?? DateTimeOffset.MaxValue),
            ["Id"] = message.MessageId,
            ["InsertionTime"] = Json(message.InsertedOn ?? DateTimeOffset.UtcNow),
            ["NextVisibleTime"] = Json(message.NextVisibleOn ?? DateTimeOffset.MaxValue),
            ["PopReceipt"] = message.PopReceipt,
        };

    private static string Json(DateTimeOffset time) => JsonSerializer.Serialize(time);
}
