using System.Text.Json;
using NvDemo.Core.Index;

namespace NvDemo.Adapters.Redis;

/// <summary>
/// Regions as JSON: <c>[from, to, first key, last key]</c>, the times in ticks; <c>[time, key]</c> for the place of a file.
/// </summary>
internal static class ListRegionJson
{
    public static void Write(Utf8JsonWriter json, in ListRegion region)
    {
        json.WriteStartArray();
        json.WriteNumberValue(region.From.Ticks);
        if (region.From != region.To || region.FirstKey != region.LastKey)
        {
            json.WriteNumberValue(region.To.Ticks);
            json.WriteStringValue(region.FirstKey);
            json.WriteStringValue(region.LastKey);
        }
        else
        {
            json.WriteStringValue(region.FirstKey);
        }

        json.WriteEndArray();
    }

    /// <summary>Reads one; the reader is at its beginning, and then at its end.</summary>
    /// <exception cref="JsonException">It is something else; also <see cref="InvalidOperationException"/>, <see cref="FormatException"/> or <see cref="ArgumentOutOfRangeException"/>.</exception>
    public static ListRegion Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        json.Read();
        var from = Time(json.GetInt64());
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            var key = json.GetString()!;
            json.Read();
            return new ListRegion(from, from, key, key);
        }

        var to = Time(json.GetInt64());
        json.Read();
        var first = json.GetString() ?? throw new JsonException();
        json.Read();
        var last = json.GetString();
        json.Read();
        return new ListRegion(from, to, first, last);
    }

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
