using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An exception as the Runtime API takes it.</summary>
internal sealed record ErrorReport(string Type, byte[] Json)
{
    // Type names and stack traces are full of '<' and '+', which are to stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const StringSplitOptions NonEmptyLines = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>Describes an exception: its type's name, message and stack trace.</summary>
    public static ErrorReport From(Exception exception)
    {
        var type = exception.GetType().Name;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage", exception.Message);
            json.WriteString("errorType", type);
            json.WriteStartArray("stackTrace");
            foreach (var frame in (exception.StackTrace ?? "").Split('\n', NonEmptyLines))
                json.WriteStringValue(frame);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new(type, buffer.ToArray());
    }
}
