using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.LocalClouds;
using NvDemo.Tests.Services;
using StackExchange.Redis;

namespace NvDemo.Tests.Aws;

/// <summary>Lambda freezes an instance from its answer to its next invocation, for seconds or for hours.</summary>
[Collection(QueueCloudsCollection.Name)]
public sealed class FrozenFunctionTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-frozen-").FullName;
    private Clouds? _clouds;

    private Clouds Clouds => _clouds!;

    public async Task InitializeAsync() =>
        _clouds = await Clouds.StartAsync(new CloudsOptions(_directory) { Only = "aws", FreezesFunctions = true }, NullLoggerFactory.Instance);

    public async Task DisposeAsync()
    {
        if (_clouds is not null)
            await _clouds.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task What_is_begun_is_done_before_the_reply_and_connections_that_broke_meanwhile_are_replaced()
    {
        using var client = new CloudClient(Clouds.Aws.Url);
        Assert.Equal(200, (await client.UploadAsync("frozen/1", [1])).Status);
        // Redis is first connected to, and nobody waits for that: a list comes into the cache with one of the next, and what could not be
        // invalidated meanwhile is so a little later.
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Clouds.Data.Redis.Endpoint);
        var server = redis.GetServers()[0];
        await Eventually.EqualAsync(true, async () =>
        {
            var before = Generation();
            Assert.Equal(["frozen/1"], (await client.GetAsync("/api/list?prefix=frozen/")).Keys);
            await Task.Delay(TimeSpan.FromSeconds(2));
            return server.Keys(pattern: "nv:*:list:*frozen/").Any() && before is not null && Generation() == before;
        });
        await Eventually.EqualAsync(true, () => Task.FromResult(AreFrozen()));

        // The page is in the cache: only there it can come from. On a busy machine Redis may once be too slow.
        await Clouds.Data.Postgres.KillAsync();
        await Eventually.EqualAsync(200, async () => (await client.GetAsync("/api/list?prefix=frozen/")).Status);

        await Eventually.EqualAsync(true, () => Task.FromResult(AreFrozen()));
        await Clouds.Data.Postgres.StartAgainAsync();
        await Clouds.Data.Redis.KillAsync();
        await Clouds.Data.Redis.StartAgainAsync();
        Assert.True(AreFrozen());
        Assert.Equal(200, (await client.UploadAsync("frozen/2", [2])).Status);
        Assert.Equal(["frozen/1", "frozen/2"], (await client.GetAsync("/api/list?prefix=frozen/")).Keys);

        string? Generation() => server.Keys(pattern: "nv:*:generation").Select(key => (string?)redis.GetDatabase().StringGet(key)).FirstOrDefault();
    }

    // proc(5): the state T is "stopped".
    private bool AreFrozen() => Clouds.Aws.Lambda.Instances("api").All(
        instance => File.ReadLines($"/proc/{instance.Id}/status").Contains("State:\tT (stopped)"));
}
