using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>
/// JSON by a source-generated context. Names are read in any case and written as declared
/// (<see cref="JsonPropertyNameAttribute"/>, else the property's own name), as in the official package; null members are left out.
/// </summary>
/// <typeparam name="TSGContext">Context with the generated constructor that takes <see cref="JsonSerializerOptions"/>.</typeparam>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext> : ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    // Lambda counts the escaped response: base64 is full of '+', which the strict encoder makes six bytes of.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly TSGContext _context = (TSGContext)Activator.CreateInstance(
        typeof(TSGContext),
        new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = Encoder,
            PropertyNameCaseInsensitive = true,
        })!;

    /// <inheritdoc/>
    /// <exception cref="JsonSerializerException">The JSON is no <typeparamref name="T"/>, or the context lacks that type.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        var typeInfo = TypeInfo<T>();
        try
        {
            return requestStream is MemoryStream memory && memory.TryGetBuffer(out var buffer)
                ? JsonSerializer.Deserialize(buffer.AsSpan((int)memory.Position), typeInfo)!
                : JsonSerializer.Deserialize(requestStream, typeInfo)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new JsonSerializerException($"The event is no {typeof(T).FullName}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="JsonSerializerException">The response holds a type that the context does not have.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        var typeInfo = TypeInfo<T>();
        try
        {
            using var writer = new Utf8JsonWriter(responseStream, new JsonWriterOptions { Encoder = Encoder });
            JsonSerializer.Serialize(writer, response, typeInfo);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new JsonSerializerException($"The response {typeof(T).FullName} can't be written: {exception.Message}", exception);
        }
    }

    private JsonTypeInfo<T> TypeInfo<T>() =>
        _context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new JsonSerializerException($"{typeof(TSGContext).FullName} has no [JsonSerializable(typeof({typeof(T).Name}))].");
}
