using System.Text.Json;
using NvDemo.Core.Http;

namespace NvDemo.Core.Files;

/// <summary>Bodies that are JSON, small enough to be read whole.</summary>
internal static class JsonBody
{
    // 10,000 parts with their tags; 1,000 keys of 512 characters, each of them escaped.
    private const long Limit = 4L << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The body's object; one that is empty where there is no body.</summary>
    /// <exception cref="InvalidInputException">It is no JSON object, or too large.</exception>
    public static async Task<JsonElement> ReadAsync(Request request, CancellationToken cancellation)
    {
        if (await request.ReadBodyAsync(Limit, cancellation) is not { } body)
            throw new InvalidInputException($"The body must have at most {Limit} bytes.");
        try
        {
            using var document = body.Length == 0 ? JsonDocument.Parse("{}") : JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InvalidInputException("The body must be a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name may have half a surrogate pair.
            throw new InvalidInputException("The body must be a JSON object, with each name once.");
        }
    }

    /// <summary>A whole number; <c>null</c> where there is none.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static long? Number(this JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : throw new InvalidInputException($"{name} must be a whole number.");

    /// <summary>A text; <c>null</c> where there is none.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static string? Text(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // No text, or one with half a surrogate pair.
            throw new InvalidInputException($"{name} must be a text.");
        }
    }
}
