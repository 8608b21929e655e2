using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Adapters.Redis;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.LocalClouds.Services;
using StackExchange.Redis;

namespace NvDemo.Tests.Adapters;

/// <summary>A Redis that still reads what it has, but takes no write, and so no invalidation: nobody may read it then.</summary>
public sealed class UnwritableRedisTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("nvdemo-redis-");
    private readonly FakeLogger<RedisListCache> _log = new();
    private RedisServer? _server;
    private RedisConnection? _connection;
    private ConnectionMultiplexer? _administrator;

    private RedisListCache Cache { get; set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync(_directory.FullName);
        _administrator = await ConnectionMultiplexer.ConnectAsync($"{_server.Endpoint},allowAdmin=true");
        _connection = new RedisConnection(_server.Endpoint, TimeProvider.System, Patience);
        await _connection.MultiplexerAsync();
        Cache = new RedisListCache(_connection, "b", TimeProvider.System, _log);
    }

    public async Task DisposeAsync()
    {
        Cache.Dispose();
        await _connection!.DisposeAsync();
        await _administrator!.DisposeAsync();
        await _server!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    // A primary that was demoted; one without memory under noeviction; one that must not lose writes.
    [InlineData("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    [InlineData("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")]
    [InlineData("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0")]
    public async Task Is_not_read_and_is_invalidated_when_it_can_be_written_again(string breaks, string mends)
    {
        await StoreAsync("before");
        await AdministerAsync(breaks);
        Assert.Equal(default, await Cache.GetAsync("page", default));
        Assert.False(await Cache.PingAsync(default));
        await Cache.InvalidateAsync([ListRegion.All], default);
        Assert.Contains("could not be invalidated", _log.Collector.LatestRecord.Message);

        await AdministerAsync(mends);
        await Eventually.EqualAsync(false, async () => await TextAsync() == "before" || !await Cache.PingAsync(default));
        await Eventually.EqualAsync(true, async () => (await Cache.GetAsync("page", default)).Generation is not null);
        Assert.Null(await TextAsync());
    }

    [Fact]
    public async Task What_fails_for_a_moment_is_invalidated_before_the_request_ends()
    {
        var clock = new FakeTimeProvider();
        using var cache = new RedisListCache(_connection!, "b", clock, _log);
        await StoreAsync("before");
        await AdministerAsync("CONFIG SET min-replicas-to-write 1");
        var invalidating = cache.InvalidateAsync([ListRegion.All], default).AsTask();
        await Eventually.EqualAsync(1, () => Task.FromResult(_log.Collector.Count));
        await AdministerAsync("CONFIG SET min-replicas-to-write 0");
        await Eventually.EqualAsync(true, () =>
        {
            // It is tried again every 20 ms, and waited for no longer than 250.
            if (!invalidating.IsCompleted)
                clock.Advance(TimeSpan.FromMilliseconds(20));
            return Task.FromResult(invalidating.IsCompleted);
        });
        Assert.Null(await TextAsync());
    }

    [Fact]
    public async Task A_pause_lasts_a_second_and_counts_once_however_much_fails_meanwhile()
    {
        var pauses = new AsyncLocal<int[]> { Value = [0] };
        using var listener = new MeterListener();
        // What other tests count, they count elsewhere.
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => pauses.Value?[0] += (int)count);
        listener.EnableMeasurementEvents(ServiceMetrics.CachePauses);
        var clock = new FakeTimeProvider();
        await using var connection = new RedisConnection(_server!.Endpoint, clock, Patience);
        using var cache = new RedisListCache(connection, "b", clock, _log);
        await connection.MultiplexerAsync();
        await AdministerAsync("CONFIG SET min-replicas-to-write 1");
        await FailAsync(10);
        Assert.Equal((1, true), (pauses.Value[0], connection.IsPaused));

        clock.Advance(TimeSpan.FromSeconds(0.9));
        await FailAsync(10);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((1, false), (pauses.Value[0], connection.IsPaused));
        await FailAsync(10);
        Assert.Equal((2, true), (pauses.Value[0], connection.IsPaused));

        async Task FailAsync(int times)
        {
            for (var i = 0; i < times; i++)
                Assert.False(await cache.PingAsync(default));
        }
    }

    [Theory]
    [InlineData("SET nv:b:3:list:page text")]
    [InlineData("HSET nv:b:3:list:page data text")]
    [InlineData("HSET nv:b:3:list:page absexp -1 sldexp -1 data no-line-feed")]
    [InlineData("HSET nv:b:3:list:page absexp x sldexp y data z")]
    [InlineData("SET nv:b:3:stamp:page text")]
    [InlineData("SET nv:b:3:stamp:page []")]
    [InlineData("SET nv:b:3:stamp:page [1,\"t\",[1,2]]")]
    [InlineData("LPUSH nv:b:3:stamp:page a")]
    [InlineData("SET nv:b:2:generation a")]
    [InlineData("LPUSH nv:b:2:generation a")]
    public async Task What_others_have_put_in_its_place_is_no_page_and_no_error(string foreign)
    {
        await StoreAsync("page");
        await AdministerAsync($"DEL {foreign.Split(' ')[1]}");
        await AdministerAsync(foreign);
        Assert.Null((await Cache.GetAsync("page", default)).Buffer);
        await Cache.InvalidateAsync([ListRegion.All], default);
    }

    private async Task StoreAsync(string text)
    {
        var generation = (await Cache.GetAsync("page", default)).Generation!;
        await Cache.SetAsync("page", generation, ListRegion.All, "t", Encoding.UTF8.GetBytes(text), default);
        Assert.Equal(text, await TextAsync());
    }

    private async Task<string?> TextAsync() =>
        await Cache.GetAsync("page", default) is { Buffer: not null } page ? Encoding.UTF8.GetString(page.Content.Span) : null;

    private async Task AdministerAsync(string command)
    {
        var words = command.Split(' ');
        await _administrator!.GetServer(_server!.Endpoint).ExecuteAsync(words[0], [.. words[1..]]);
    }
}
