using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NvDemo.Core.Http;

/// <summary>JSON written straight to UTF-8, with characters left as they are: every response is typed and sent with <c>nosniff</c>.</summary>
internal static class JsonBytes
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return buffer.WrittenMemory;
    }
}
