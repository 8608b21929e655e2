using System.Globalization;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using NvDemo.Core.Index;
using StackExchange.Redis;

namespace NvDemo.Adapters.Redis;

/// <summary>
/// List pages in Redis. A page is stored with its generation in front, so that the generation and the page are asked for at the same
/// time, and a page takes the place of its predecessor.
/// </summary>
public sealed class RedisListCache : IListCache, IDisposable
{
    // Bounds staleness where Redis itself fails at the wrong moment.
    private static readonly DistributedCacheEntryOptions Expiry = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(30) };

    private readonly RedisConnection _redis;
    private readonly RedisCache _pages;
    private readonly RedisKey _generation;

    /// <summary>The cache of one bucket's list.</summary>
    public RedisListCache(RedisConnection redis, string bucket)
    {
        _redis = redis;
        _generation = $"nv:{bucket}:generation";
        _pages = new RedisCache(Options.Create(new RedisCacheOptions
        {
            InstanceName = $"nv:{bucket}:list:",
            ConnectionMultiplexerFactory = async () => await redis.MultiplexerAsync(),
        }));
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
    public async ValueTask InvalidateAsync(CancellationToken cancellation) =>
        await _redis.TryAsync(database => database.StringIncrementAsync(_generation), 0, CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask<bool> PingAsync(CancellationToken cancellation) =>
        _redis.TryAsync(
            async database =>
            {
                await database.PingAsync();
                return true;
            },
            false,
            cancellation);

    /// <inheritdoc/>
    public void Dispose() => _pages.Dispose();

    private async Task<CachedPage> ReadAsync(IDatabase database, string page)
    {
        var asked = _pages.GetAsync(page, CancellationToken.None);
        var generation = (string?)await database.StringGetAsync(_generation) ?? await BeginAsync(database);
        if (await asked is not { } value)
            return new CachedPage(generation, null);

        var end = value.AsSpan().IndexOf((byte)'\n');
        var isCurrent = Encoding.ASCII.GetString(value, 0, end) == generation;
        return new CachedPage(generation, isCurrent ? (ReadOnlyMemory<byte>?)value.AsMemory(end + 1) : null);
    }

    /// <summary>A Redis that has lost its generation must not come back to an earlier one: it begins with the time.</summary>
    private async Task<string> BeginAsync(IDatabase database)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await database.StringSetAsync(_generation, now, when: When.NotExists);
        return (await database.StringGetAsync(_generation)).ToString();
    }
}
