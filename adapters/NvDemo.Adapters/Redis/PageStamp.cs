using System.Buffers;
using System.Text.Json;
using NvDemo.Core.Index;

namespace NvDemo.Adapters.Redis;

/// <summary>What is known of a page: in which generation it was last known to be current, what it depends on, and which content it has.</summary>
internal sealed record PageStamp(long Generation, string Tag, ListRegion Region)
{
    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteNumberValue(Generation);
            json.WriteStringValue(Tag);
            ListRegionJson.Write(json, Region);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; <c>null</c> for anything else.</summary>
    public static PageStamp? Read(byte[]? bytes)
    {
        if (bytes is null)
            return null;
        try
        {
            var json = new Utf8JsonReader(bytes);
            return json.Read() && json.TokenType == JsonTokenType.StartArray && json.Read() && json.TryGetInt64(out var generation)
                && json.Read() && json.GetString() is { } tag && json.Read()
                ? new PageStamp(generation, tag, ListRegionJson.Read(ref json))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentOutOfRangeException or FormatException)
        {
            return null;
        }
    }
}
