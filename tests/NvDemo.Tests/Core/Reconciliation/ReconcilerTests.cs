using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Core.Index;
using NvDemo.Core.Reconciliation;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core.Reconciliation;

/// <summary>Reconciling on a real index.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ReconcilerTests : IAsyncLifetime
{
    private readonly ListedBucket _bucket = new(pageSize: 7);
    private readonly TestDatabase _database;
    private readonly RedisConnection _redis;
    private readonly PostgresFileIndex _index;
    private readonly Reconciler _reconciler;

    public ReconcilerTests(LocalCloudsFixture fixture)
    {
        var name = $"bucket-{Guid.NewGuid():N}";
        _database = new TestDatabase(fixture.Clouds.Data.Postgres.ConnectionString);
        _redis = new RedisConnection($"127.0.0.1:{fixture.Clouds.Data.Redis.Port}", TimeProvider.System);
        _index = new PostgresFileIndex(_database.Database, name);
        var catalog = new FileCatalog(_index, new RedisListCache(_redis, name));
        var types = new ContentTypeReader(_bucket, catalog, NullLogger<ContentTypeReader>.Instance);
        _reconciler = new Reconciler(_bucket, catalog, types, TimeProvider.System, NullLogger<Reconciler>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Fills_an_empty_index_and_then_finds_nothing_to_do()
    {
        foreach (var key in OddKeys.All)
            _bucket.Put(key, "e");
        var first = await RunAsync();
        Assert.Equal((OddKeys.All.Count, 0, OddKeys.All.Count, OddKeys.All.Count), (first.Objects, first.Files, first.Missing, first.Repaired));
        Assert.Null(first.Next);
        Assert.Contains("missing 100%", first.Samples);
        await AssertEqualAsync();

        var second = await RunAsync();
        Assert.Equal((OddKeys.All.Count, OddKeys.All.Count, 0), (second.Objects, second.Files, second.Repaired));
        Assert.Empty(second.Samples);
    }

    [Fact]
    public async Task Counts_what_the_index_can_not_hold_and_goes_on()
    {
        for (var i = 0; i < 20; i++)
            _bucket.Put($"k\0{i:00}", "e");
        _bucket.Put("last", "e");
        var report = await RunAsync();
        Assert.Equal((20, 1, 1), (report.Unlistable, report.Objects, report.Repaired));
    }

    [Fact]
    public async Task Repairs_stale_entries_ghosts_and_tombstones_in_either_direction()
    {
        for (var i = 0; i < 40; i++)
        {
            await RecordAsync($"k{i:00}", "old");
            if (i % 4 == 0)
                await DeleteAsync($"k{i:00}");
            if (i % 3 != 0)
                _bucket.Put($"k{i:00}", i % 2 == 0 ? "old" : "new");
        }

        var report = await RunAsync();
        Assert.True(report is { Missing: > 0, Stale: > 0, Ghosts: > 0 });
        Assert.Equal(report.Missing + report.Stale + report.Ghosts, report.Repaired);
        await AssertEqualAsync();
    }

    [Fact]
    public async Task Finds_the_media_types_that_are_not_known()
    {
        await RecordAsync("known", "e");
        foreach (var key in (string[])["known", "missing"])
            _bucket.Put(key, "e");
        await RunAsync(new ReconcileRequest { IsDryRun = true });
        Assert.All(await _index.ReadAsync("", 10, default), entry => Assert.Equal(entry.Key.Value == "known", entry.HasContentType));
        await RunAsync();
        var files = await _index.ListedAsync(new ListQuery(), 10);
        Assert.Contains(files, file => file is { Key.Value: "missing", ContentType: ListedBucket.Type });
        Assert.DoesNotContain(files, file => file is { Key.Value: "known", ContentType: ListedBucket.Type });
    }

    [Fact]
    public async Task What_is_no_file_is_passed_over_and_leaves_the_list()
    {
        foreach (var key in (string[])["marker/", "nul\0", ".nv/own", "file"])
            _bucket.Put(key, "e");
        await RecordAsync("marker/", "e");
        var report = await RunAsync();
        Assert.Equal((1, 1, 1, 2), (report.Objects, report.Missing, report.Ghosts, report.Repaired));
        Assert.Equal(["file"], (await ShownAsync()).Keys);
    }

    [Fact]
    public async Task A_dry_run_reports_the_same_and_changes_nothing()
    {
        _bucket.Put("missing", "e");
        _bucket.Put("stale", "new");
        await RecordAsync("stale", "old");
        await RecordAsync("ghost", "e");
        var dry = await RunAsync(new ReconcileRequest { IsDryRun = true });
        Assert.Equal(["ghost ghost", "missing missing", "stale stale"], dry.Samples);
        Assert.Equal((0, true), (dry.Repaired, dry.IsDryRun));
        Assert.Equal(["ghost", "stale"], (await ShownAsync()).Keys.Order());
        Assert.Equal(dry.Samples, (await RunAsync()).Samples);
        await AssertEqualAsync();
    }

    [Fact]
    public async Task Goes_on_where_a_run_of_limited_length_ended()
    {
        for (var i = 0; i < 50; i++)
            _bucket.Put($"k{i:00}", "e");
        var (next, runs, repaired) = ((string?)"", 0, 0L);
        while (next is not null)
        {
            var report = await RunAsync(new ReconcileRequest { After = next, MaxKeys = 10 });
            (next, runs, repaired) = (report.Next, runs + 1, repaired + report.Repaired);
        }

        Assert.True(runs > 1);
        Assert.Equal(50, repaired);
        await AssertEqualAsync();

        var late = await RunAsync(new ReconcileRequest { Deadline = DateTimeOffset.UtcNow });
        Assert.Equal(("", 0), (late.Next, late.Objects));
    }

    [Fact]
    public async Task Does_not_undo_what_happens_between_its_looks_at_the_index_and_at_the_bucket()
    {
        await RecordAsync("deleted", "e");
        _bucket.Put("deleted", "e");
        _bucket.BeforePage = async _ =>
        {
            _bucket.Put("uploaded", "e");
            await RecordAsync("uploaded", "e");
            _bucket.Delete("deleted");
            await DeleteAsync("deleted");
        };
        var report = await RunAsync();
        Assert.Equal((2, 0), (report.Missing + report.Ghosts, report.Repaired));
        await AssertEqualAsync();
    }

    [Fact]
    public async Task Any_index_ends_equal_to_any_bucket()
    {
        // Few characters, so that keys meet; among them such as UTF-16 sorts differently than UTF-8.
        var keys = Gen.OneOf("a", "b", "/", " ", "\uFFFD", "😀", "é").Array[1, 3].Select(string.Concat);
        var states = Gen.Select(keys, Gen.OneOf<string?>("1", "2", null), Gen.OneOf<string?>("1", "2", "deleted", null)).Array[0, 30];
        await states.SampleAsync(
            async items =>
            {
                foreach (var (key, inBucket, inIndex) in items)
                {
                    if (inBucket is null)
                        _bucket.Delete(key);
                    else
                        _bucket.Put(key, inBucket);
                    if (inIndex == "deleted")
                        await DeleteAsync(key);
                    else if (inIndex is not null)
                        await RecordAsync(key, inIndex);
                }

                await RunAsync();
                await AssertEqualAsync();
                Assert.Equal(0, (await RunAsync()).Repaired);
            },
            iter: 100,
            threads: 1);
    }

    private Task<ReconcileReport> RunAsync(ReconcileRequest? request = null) =>
        _reconciler.RunAsync(request ?? new ReconcileRequest(), CancellationToken.None);

    private async Task RecordAsync(string key, string etag) =>
        await _index.RecordAsync(ObjectChange.Put(ObjectKey.FromBucket(key), DateTime.UtcNow, null, 1, etag, "text/plain"), CancellationToken.None);

    private async Task DeleteAsync(string key) =>
        await _index.RecordAsync(ObjectChange.Delete(ObjectKey.FromBucket(key), DateTime.UtcNow, null), CancellationToken.None);

    private async Task AssertEqualAsync() =>
        Assert.Equal(_bucket.Objects.Where(item => item.Key.IsListed).ToDictionary(item => item.Key.Value, item => (string?)item.ETag), await ShownAsync());

    private async Task<Dictionary<string, string?>> ShownAsync() =>
        (await _index.ListedAsync(new ListQuery(), 1000)).ToDictionary(file => file.Key.Value, file => file.ETag);
}
