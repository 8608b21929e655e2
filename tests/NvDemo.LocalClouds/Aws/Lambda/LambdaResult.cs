using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NvDemo.LocalClouds.Aws.Lambda;

/// <summary>The outcome of an invocation: the function's answer or, as the Invoke API calls it, an unhandled function error.</summary>
/// <param name="Payload">The JSON that the function answered, or the error as JSON.</param>
/// <param name="ErrorType"><c>null</c> for an answer; else the error's type, such as <c>Runtime.ExitError</c>.</param>
/// <param name="ErrorMessage"><c>null</c> for an answer; else what the function or the service said.</param>
public sealed record LambdaResult(ReadOnlyMemory<byte> Payload, string? ErrorType = null, string? ErrorMessage = null)
{
    /// <summary>The largest payload of a synchronous invocation, each way, in bytes.</summary>
    public const int PayloadLimit = 6_291_556;

    /// <summary>The event was over <see cref="PayloadLimit"/>; the function was not called.</summary>
    public const string RequestTooLarge = "RequestTooLarge";

    /// <summary>As many invocations are under way as the function has reserved; it was not called.</summary>
    public const string TooManyRequests = "TooManyRequestsException";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the invocation failed.</summary>
    public bool IsError => ErrorType is not null;

    /// <summary>An error of the service's own.</summary>
    internal static LambdaResult Failed(string errorType, string errorMessage)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteString("errorType", errorType);
            writer.WriteString("errorMessage", errorMessage);
            writer.WriteEndObject();
        }

        return new LambdaResult(buffer.WrittenMemory, errorType, errorMessage);
    }

    /// <summary>An error that a runtime reported; a body that is no JSON object still makes an error.</summary>
    internal static LambdaResult Reported(ReadOnlyMemory<byte> payload, string? errorType)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new LambdaResult(payload, Member("errorType") ?? errorType ?? "Unhandled", Member("errorMessage") ?? "");

            string? Member(string name) =>
                document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (JsonException)
        {
            // Answered below.
        }

        return Failed(errorType ?? "Unhandled", "The runtime reported an error without a description.");
    }
}
