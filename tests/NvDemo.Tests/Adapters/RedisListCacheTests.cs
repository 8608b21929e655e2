using NvDemo.Adapters.Redis;
using NvDemo.Core.Index;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class RedisListCacheTests : ListCacheContract, IAsyncLifetime
{
    // A busy machine is not an outage.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RedisConnection _here;
    private readonly RedisConnection _there;
    private readonly RedisConnection _nowhere = new($"127.0.0.1:{Nowhere.Port}", TimeProvider.System);
    private readonly string _bucket = $"bucket-{Guid.NewGuid():N}";

    public RedisListCacheTests(LocalCloudsFixture fixture)
    {
        var address = $"127.0.0.1:{fixture.Clouds.Data.Redis.Port}";
        (_here, _there) = (new RedisConnection(address, TimeProvider.System, Patience), new RedisConnection(address, TimeProvider.System, Patience));
    }

    protected override IListCache Cache => new RedisListCache(_here, _bucket);

    protected override IListCache Elsewhere => new RedisListCache(_there, _bucket);

    protected override IListCache Unreachable => new RedisListCache(_nowhere, _bucket);

    protected override async Task LoseGenerationAsync() =>
        await (await _here.MultiplexerAsync()).GetDatabase().KeyDeleteAsync($"nv:{_bucket}:2:generation");

    protected override async Task LoseChangesAsync() =>
        await (await _here.MultiplexerAsync()).GetDatabase().KeyDeleteAsync($"nv:{_bucket}:2:changes");

    [Fact]
    public async Task A_page_is_kept_for_half_a_minute_at_most_also_when_a_change_spares_it()
    {
        var (generation, _, _, _) = await Cache.GetAsync("page", default);
        await Cache.SetAsync("page", generation!, new ListQuery(Prefix: "a/").Region(), "tag", "content"u8.ToArray(), default);
        var redis = (await _here.MultiplexerAsync()).GetDatabase();
        string[] keys = [$"nv:{_bucket}:3:list:page", $"nv:{_bucket}:3:stamp:page"];
        foreach (var key in keys)
            Assert.InRange((await redis.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

        // It is found, and stamped anew.
        foreach (var key in keys)
            await redis.KeyExpireAsync(key, TimeSpan.FromSeconds(20));
        await Cache.InvalidateAsync([new ListQuery(Prefix: "b/").Region()], default);
        Assert.Equal("tag", await Cache.GetTagAsync("page", default));
        Assert.InRange((await redis.KeyTimeToLiveAsync(keys[1]))!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
    }

    // The cache does not wait for a connection longer than a request may, so a test that counts on it connects first.
    public Task InitializeAsync() => Task.WhenAll(_here.MultiplexerAsync(), _there.MultiplexerAsync());

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _nowhere.DisposeAsync();
    }
}
