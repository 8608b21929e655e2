using System.Text;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using FunctionsHost.App;
using FunctionsHost.Protocol;
using FunctionsHost.Workers;

namespace FunctionsHost.Queues;

/// <summary>Invocations of one queue function.</summary>
internal sealed class QueueTrigger(FunctionDefinition function, WorkerPool workers)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Runs the function with a message's text.</summary>
    public Task InvokeAsync(QueueMessage message, string text, CancellationToken cancellation) =>
        workers.InvokeAsync(new Invocation(function, new TypedData { String = text }) { Metadata = Metadata(message, text) }, cancellation);

    /// <summary>The text that was put into the queue.</summary>
    /// <exception cref="FormatException">It should be in Base64 and is not.</exception>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static string TextOf(QueueMessage message, bool isBase64) =>
        isBase64 ? Strict.GetString(Convert.FromBase64String(message.MessageText)) : message.MessageText;

    private static Dictionary<string, TypedData> Metadata(QueueMessage message, string text) => new()
    {
        ["QueueTrigger"] = new() { String = text },
        ["Id"] = new() { String = message.MessageId ?? "" },
        ["PopReceipt"] = new() { String = message.PopReceipt ?? "" },
        ["DequeueCount"] = new() { Json = JsonSerializer.Serialize(message.DequeueCount) },
        ["ExpirationTime"] = new() { Json = JsonSerializer.Serialize(message.ExpiresOn ?? DateTimeOffset.MaxValue) },
        ["InsertionTime"] = new() { Json = JsonSerializer.Serialize(message.InsertedOn ?? DateTimeOffset.UtcNow) },
        ["NextVisibleTime"] = new() { Json = JsonSerializer.Serialize(message.NextVisibleOn ?? DateTimeOffset.MaxValue) },
    };
}
