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
/// List pages in Redis. A page is stored with its generation in front, so that the generation and the page are asked for at the same
/// time, and a page takes the place of its predecessor.
/// </summary>
/// <remarks>
/// A generation never comes back: whoever finds it lost, reader or writer, begins it with the time in microseconds, which runs faster than
/// it is moved on. The reader's first command is a write, although it seldom sets anything: a Redis that can't be written to (a demoted
/// primary, one without memory) can't be invalidated, and must not be read.
/// </remarks>
public sealed partial class RedisListCache : IListCache, IDisposable
{
    // Of keys and values; a version of the code that has others has another number.
    private const string Format = "2";

    // Bounds staleness where Redis itself fails at the wrong moment.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    private static readonly DistributedCacheEntryOptions Expiry = new() { AbsoluteExpirationRelativeToNow = Lifetime };

    private readonly RedisConnection _redis;
    private readonly RedisCache _pages;
    private readonly RedisKey _generation;
    private readonly RedisKey _ping;
    private readonly OwedInvalidation _owed;
    private readonly ILogger _logger;

    /// <summary>The cache of one bucket's list.</summary>
    public RedisListCache(RedisConnection redis, string bucket, TimeProvider? clock = null, ILogger<RedisListCache>? logger = null)
    {
        _redis = redis;
        _logger = logger ?? NullLogger<RedisListCache>.Instance;
        _generation = $"nv:{bucket}:{Format}:generation";
        _ping = $"nv:{bucket}:{Format}:ping";
        _pages = new RedisCache(Options.Create(new RedisCacheOptions
        {
            InstanceName = $"nv:{bucket}:{Format}:list:",
            ConnectionMultiplexerFactory = async () => await redis.MultiplexerAsync(),
        }));
        _owed = new OwedInvalidation(() => _redis.TryAsync(MoveOnAsync, false, CancellationToken.None), Lifetime, clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public ValueTask<CachedPage> GetAsync(string page, CancellationToken cancellation) =>
        _redis.IsPaused ? default : _redis.TryAsync(database => ReadAsync(database, page), default, cancellation);

    /// <inheritdoc/>
    public async ValueTask SetAsync(string page, string generation, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        byte[] value = [.. Encoding.ASCII.GetBytes(generation), (byte)'\n', .. content.Span];
        await _redis.TryAsync(
            async _ =>
            {
                await _pages.SetAsync(page, value, Expiry, CancellationToken.None);
                return true;
            },
            false,
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask InvalidateAsync(CancellationToken cancellation)
    {
        if (await _redis.TryAsync(MoveOnAsync, false, CancellationToken.None))
            return;
        LogOwed();
        _owed.Add();
    }

    /// <inheritdoc/>
    public ValueTask<bool> PingAsync(CancellationToken cancellation) =>
        _redis.TryAsync(database => database.StringSetAsync(_ping, Now(), Lifetime), false, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _owed.Dispose();
        _pages.Dispose();
    }

    private static string Now() => (DateTimeOffset.UtcNow.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    private async Task<CachedPage> ReadAsync(IDatabase database, string page)
    {
        var now = Now();
        var begun = database.StringSetAndGetAsync(_generation, now, when: When.NotExists);
        var asked = _pages.GetAsync(page, CancellationToken.None);
        var generation = (string?)await begun ?? now;
        return new CachedPage(generation, await asked is { } value ? Content(value, generation) : null);
    }

    // What has another form, or is of another generation, is none.
    private static ReadOnlyMemory<byte>? Content(byte[] value, string generation)
    {
        var end = value.AsSpan().IndexOf((byte)'\n');
        return end >= 0 && Encoding.ASCII.GetString(value, 0, end) == generation ? (ReadOnlyMemory<byte>?)value.AsMemory(end + 1) : null;
    }

    private async Task<bool> MoveOnAsync(IDatabase database)
    {
        var transaction = database.CreateTransaction();
        _ = transaction.StringSetAsync(_generation, Now(), when: When.NotExists);
        var moved = transaction.StringIncrementAsync(_generation);
        await transaction.ExecuteAsync();
        await moved;
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The cached lists could not be invalidated; it is tried again until they have expired")]
    private partial void LogOwed();
}
