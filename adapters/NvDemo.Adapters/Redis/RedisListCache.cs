using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NvDemo.Core.Index;
using StackExchange.Redis;

namespace NvDemo.Adapters.Redis;

/// <summary>
/// List pages in Redis. Beside each page is its <see cref="PageStamp"/>, beside the generation its <see cref="ListChanges"/>: a page whose
/// stamp has the generation is current, and so is one that no change since has touched, which is stamped anew. All that a request needs is
/// asked for at the same time.
/// </summary>
/// <remarks>
/// A generation never comes back: whoever finds it lost, reader or writer, begins it with the time in microseconds, which runs faster than
/// it is moved on. The reader's first command is a write, although it seldom sets anything: a Redis that can't be written to (a demoted
/// primary, one without memory) can't be invalidated, and must not be read.
/// </remarks>
public sealed partial class RedisListCache : IListCache, IDisposable
{
    // Of pages and stamps; a version of the code that has others has another number. Generations are the same for all.
    private const string Format = "3", GenerationFormat = "2";

    // Bounds staleness where Redis itself fails at the wrong moment.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    private static readonly DistributedCacheEntryOptions Expiry = new() { AbsoluteExpirationRelativeToNow = Lifetime };

    // A page follows replies that came in time, so Redis is there; it is large, and others' pages may come before it.
    private static readonly TimeSpan PageBudget = TimeSpan.FromMilliseconds(500);

    // How long an invalidation that failed keeps the request which it is of.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly RedisConnection _redis;
    private readonly RedisCache _cache;
    private readonly string _stamps;
    private readonly RedisKey _generation;
    private readonly RedisKey _ping;
    private readonly ListChanges _changes;
    private readonly OwedInvalidation _owed;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    /// <summary>The cache of one bucket's list.</summary>
    public RedisListCache(RedisConnection redis, string bucket, TimeProvider? clock = null, ILogger<RedisListCache>? logger = null)
    {
        _redis = redis;
        _clock = clock ?? TimeProvider.System;
        _logger = logger ?? NullLogger<RedisListCache>.Instance;
        _stamps = $"nv:{bucket}:{Format}:stamp:";
        _generation = $"nv:{bucket}:{GenerationFormat}:generation";
        _ping = $"nv:{bucket}:{GenerationFormat}:ping";
        _changes = new ListChanges(_generation, $"nv:{bucket}:{GenerationFormat}:changes");
        _cache = new RedisCache(Options.Create(new RedisCacheOptions
        {
            InstanceName = $"nv:{bucket}:{Format}:list:",
            ConnectionMultiplexerFactory = async () => await redis.MultiplexerAsync(),
        }));
        _owed = new OwedInvalidation(() => MoveOnAsync([ListRegion.All]), Lifetime, _clock);
    }

    private IBufferDistributedCache Pages => _cache;

    /// <inheritdoc/>
    public async ValueTask<CachedPage> GetAsync(string page, CancellationToken cancellation)
    {
        if (_redis.IsPaused)
            return default;
        Task<PageBuffer>? reading = null;
        var (generation, stamp) = await _redis.TryAsync(
            "GET", database => CurrentAsync(database, page, () => reading = ReadAsync(page)), default, cancellation);
        if (stamp is null)
        {
            GiveBack(reading);
            return CachedPage.None(generation);
        }

        var buffer = await _redis.TryAsync("HMGET", _ => reading!, null, cancellation, PageBudget);
        if (buffer is null)
        {
            GiveBack(reading);
            return CachedPage.None(generation);
        }

        if (Content(buffer, stamp.Tag) is { } content)
            return new CachedPage(generation, stamp.Tag, content, buffer);
        buffer.Dispose();
        return CachedPage.None(generation);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> GetTagAsync(string page, CancellationToken cancellation) => _redis.IsPaused
        ? null
        : (await _redis.TryAsync("GET", database => CurrentAsync(database, page, () => { }), default, cancellation)).Stamp?.Tag;

    /// <inheritdoc/>
    public async ValueTask SetAsync(
        string page, string generation, ListRegion region, string tag, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (!long.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return;
        await _redis.TryAsync(
            "SET",
            async database =>
            {
                // Where one of them fails the other may still be on its way, and what it sends must not be another page's by then.
                var value = new PageBuffer();
                value.Write(Encoding.ASCII.GetBytes(tag));
                value.Write("\n"u8);
                value.Write(content.Span);
                var stored = Pages.SetAsync(page, new ReadOnlySequence<byte>(value.Written), Expiry, CancellationToken.None);
                await Task.WhenAll(stored.AsTask(), database.StringSetAsync(_stamps + page, new PageStamp(number, tag, region).Write(), Lifetime));
                value.Dispose();
                return true;
            },
            false,
            cancellation,
            PageBudget);
    }

    /// <inheritdoc/>
    public async ValueTask InvalidateAsync(IReadOnlyList<ListRegion> touched, CancellationToken cancellation)
    {
        var isOut = _redis.IsPaused;
        if (await MoveOnAsync(touched))
            return;
        LogOwed();
        var paid = _owed.Add();

        // A host that freezes between requests does nothing for it later, and all that may be missing is a new connection.
        if (!isOut)
            await Task.WhenAny(paid, Task.Delay(Patience, _clock, CancellationToken.None));
    }

    /// <inheritdoc/>
    public ValueTask<bool> PingAsync(CancellationToken cancellation) =>
        _redis.TryAsync("SET", database => database.StringSetAsync(_ping, Now(), Lifetime), false, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _owed.Dispose();
        _cache.Dispose();
    }

    private static string Now() => (DateTimeOffset.UtcNow.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    // What has another form, or is another page than the stamp's, is none.
    private static ReadOnlyMemory<byte>? Content(PageBuffer buffer, string tag)
    {
        var bytes = buffer.Written;
        return bytes.Length > tag.Length && bytes.Span[tag.Length] == '\n' && Ascii.Equals(bytes.Span[..tag.Length], tag)
            ? (ReadOnlyMemory<byte>?)bytes[(tag.Length + 1)..]
            : null;
    }

    /// <summary>The generation, and the page's stamp if it is current.</summary>
    /// <param name="database">The database.</param>
    /// <param name="page">The page's name.</param>
    /// <param name="ask">Asks for what else is needed, right behind.</param>
    private async Task<(string? Generation, PageStamp? Stamp)> CurrentAsync(IDatabase database, string page, Action ask)
    {
        var now = Now();
        var begun = database.StringSetAndGetAsync(_generation, now, when: When.NotExists);
        var stamped = database.StringGetAsync(_stamps + page);
        ask();
        var generation = (string?)await begun ?? now;
        if (PageStamp.Read(await stamped) is not { } stamp
            || !long.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var current))
        {
            return (generation, null);
        }

        if (stamp.Generation == current)
            return (generation, stamp);
        if (!await _changes.HaveSparedAsync(database, stamp.Region, stamp.Generation, current))
            return (generation, null);

        // Its life goes on as it was: what an invalidation that failed should have told is found out when it ends.
        stamp = stamp with { Generation = current };
        _ = database.StringSetAsync(_stamps + page, stamp.Write(), Expiration.KeepTtl, When.Exists, CommandFlags.FireAndForget);
        return (generation, stamp);
    }

    private static void GiveBack(Task<PageBuffer>? reading) =>
        _ = reading?.ContinueWith(read => read.Result.Dispose(), TaskContinuationOptions.OnlyOnRanToCompletion);

    private async Task<PageBuffer> ReadAsync(string page)
    {
        var buffer = new PageBuffer();
        await Pages.TryGetAsync(page, buffer, CancellationToken.None);
        return buffer;
    }

    private ValueTask<bool> MoveOnAsync(IReadOnlyList<ListRegion> touched) => _redis.TryAsync(
        "EVALSHA",
        async database =>
        {
            await _changes.AddAsync(database, Now(), touched);
            return true;
        },
        false,
        CancellationToken.None);

    [LoggerMessage(LogLevel.Warning, "The cached lists could not be invalidated; it is tried again until they have expired")]
    private partial void LogOwed();
}
