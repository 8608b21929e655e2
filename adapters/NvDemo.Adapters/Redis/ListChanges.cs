using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using NvDemo.Core.Index;
using StackExchange.Redis;

namespace NvDemo.Adapters.Redis;

/// <summary>
/// The latest changes of a list, in Redis: an entry for each generation with the regions that it touched, the newest first. An entry names
/// its generation, so that a gap shows, whatever made it: an eviction, another version of the code.
/// </summary>
/// <param name="generation">The key of the generation.</param>
/// <param name="changes">The key of the entries.</param>
internal sealed class ListChanges(RedisKey generation, RedisKey changes)
{
    // A page that is asked for once a second is looked at again for each second's changes.
    private const int Kept = 1024;

    // In bytes, some thirty places. Of what is larger the bounds are told, not each place: a reader may have to read all that are kept.
    private const int MaxEntry = 2048;

    // What may come in while a page is looked at.
    private const int Margin = 16;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    // One step for all who see it. A lost generation begins with the time. It is read as text: as a number Lua would round it.
    private const string MoveOn = """
        redis.call('SET', KEYS[1], ARGV[1], 'NX')
        redis.call('INCR', KEYS[1])
        redis.call('LPUSH', KEYS[2], redis.call('GET', KEYS[1]) .. ' ' .. ARGV[2])
        redis.call('LTRIM', KEYS[2], 0, ARGV[3] - 1)
        redis.call('PEXPIRE', KEYS[2], ARGV[4])
        """;

    /// <summary>Moves the generation on.</summary>
    /// <param name="database">The database.</param>
    /// <param name="now">What a lost generation begins with.</param>
    /// <param name="touched">At least one region.</param>
    public Task AddAsync(IDatabase database, string now, IReadOnlyList<ListRegion> touched) => database.ScriptEvaluateAsync(
        MoveOn, [generation, changes], [now, Entry(touched), Kept, (long)Lifetime.TotalMilliseconds]);

    /// <summary>Whether none of the changes after one generation up to another has touched a region; false where that is not known.</summary>
    public async Task<bool> HaveSparedAsync(IDatabase database, ListRegion region, long after, long upTo)
    {
        if (upTo - after is not (> 0 and <= Kept))
            return false;
        var entries = await database.ListRangeAsync(changes, 0, upTo - after - 1 + Margin);
        var expected = upTo;
        foreach (var entry in entries)
        {
            if (expected == after)
                break;
            var bytes = (ReadOnlyMemory<byte>)entry;
            if (!Utf8Parser.TryParse(bytes.Span, out long number, out var length) || number < expected)
                return false;
            if (number > expected)
                continue;
            if (Touches(bytes.Span[length..], region))
                return false;
            expected--;
        }

        return expected == after;
    }

    private static byte[] Entry(IReadOnlyList<ListRegion> touched)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var region in touched)
        {
            ListRegionJson.Write(json, region);
            if (touched.Count > 1 && json.BytesCommitted + json.BytesPending > MaxEntry)
                return Entry([touched.Aggregate((one, other) => one.With(other))]);
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // What can't be read may have touched it.
    private static bool Touches(ReadOnlySpan<byte> entry, in ListRegion region)
    {
        try
        {
            var json = new Utf8JsonReader(entry);
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
                return true;
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (ListRegionJson.Read(ref json).Overlaps(region))
                    return true;
            }

            return false;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentOutOfRangeException or FormatException)
        {
            return true;
        }
    }
}
