using NvDemo.Adapters.Postgres;
using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class PostgresTusJournalTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(fixture.Clouds.Data.Postgres.ConnectionString);
    private readonly TestDatabase _nowhere = new($"Host=127.0.0.1;Port={Nowhere.Port};Database=nvdemo");

    private PostgresTusJournal Journal => new(_database.Database, "bucket");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _nowhere.DisposeAsync();
    }

    [Fact]
    public async Task Of_many_changes_of_one_version_one_is_made()
    {
        var upload = await AddAsync(DateTime.UtcNow);
        var changes = Enumerable.Range(1, 8).Select(i => (
            Upload: upload with { Version = 1, Offset = i, LastPart = i }, Part: new StoredPart(i, i, $"\"{i}\""))).ToArray();
        var made = await Task.WhenAll(changes.Select(change => Journal.CommitAsync(change.Upload, change.Part, default)));
        var one = changes[Assert.Single(Enumerable.Range(0, made.Length), i => made[i])];
        Assert.Equal(one.Upload, await Journal.FindAsync(upload.Id, default));
        Assert.Equal([one.Part], await Journal.PartsAsync(upload.Id, default));
        Assert.True(await Journal.CommitAsync(one.Upload with { Version = 2, Tail = upload.NewTail(), TailLength = 3 }, null, default));
        Assert.Equal([one.Part], await Journal.PartsAsync(upload.Id, default));
    }

    // As after a statement whose reply was lost.
    [Fact]
    public async Task What_is_added_twice_is_there_once()
    {
        var upload = await AddAsync(DateTime.UtcNow);
        await Journal.AddAsync(upload, default);
        Assert.Equal(upload, await Journal.FindAsync(upload.Id, default));

        var journal = new PostgresMultipartJournal(_database.Database, "bucket");
        var inParts = new MultipartUpload(upload.Id, upload.Key, upload.StoreId, upload.Length, MultipartUpload.MinPartSize, null, upload.BegunAt);
        await journal.AddAsync(inParts, default);
        await journal.AddAsync(inParts, default);
        Assert.Equal(inParts, await journal.FindAsync(inParts.Id, default));
    }

    [Fact]
    public async Task Numbers_are_reserved_once()
    {
        var upload = await AddAsync(DateTime.UtcNow);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Journal.ReservePartAsync(upload.Id, default)));
        Assert.Equal(Enumerable.Range(1, 8), numbers.Order().Select(number => number!.Value));
        Assert.Equal(9, (await Journal.FindAsync(upload.Id, default))!.NextPart);
    }

    [Fact]
    public async Task What_has_expired_or_is_of_another_bucket_is_not_there()
    {
        var expired = await AddAsync(DateTime.UtcNow - MultipartUpload.Lifetime - TimeSpan.FromSeconds(10));
        var other = await AddAsync(DateTime.UtcNow);
        foreach (var (journal, upload) in ((PostgresTusJournal, TusUpload)[])[(Journal, expired), (new PostgresTusJournal(_database.Database, "other"), other)])
        {
            Assert.Null(await journal.FindAsync(upload.Id, default));
            Assert.Null(await journal.ReservePartAsync(upload.Id, default));
            Assert.False(await journal.CommitAsync(upload with { Version = 1 }, null, default));
        }
    }

    [Fact]
    public async Task What_is_removed_goes_with_its_parts()
    {
        var upload = await AddAsync(DateTime.UtcNow);
        await Journal.CommitAsync(upload with { Version = 1, LastPart = 1 }, new StoredPart(1, 1, "\"e\""), default);
        await Journal.CompleteAsync(upload.Id, default);
        Assert.True((await Journal.FindAsync(upload.Id, default))!.IsComplete);
        await Journal.RemoveAsync(upload.Id, default);
        Assert.Null(await Journal.FindAsync(upload.Id, default));
        Assert.Equal(0, await _database.Database.ExecuteAsync(
            $"DELETE FROM tus_parts WHERE upload_id = '{upload.Id}'", _ => { }, reader => Task.FromResult(reader.RecordsAffected), default));
    }

    [Fact]
    public async Task Says_when_it_is_out() => await Failing.WithAsync(
        DependencyFailure.OutOfReach, () => new PostgresTusJournal(_nowhere.Database, "bucket").FindAsync("x", default));

    private async Task<TusUpload> AddAsync(DateTime begun)
    {
        // What Postgres keeps of a time.
        begun = new DateTime(begun.Ticks / 10 * 10, DateTimeKind.Utc);
        var upload = new TusUpload(Guid.NewGuid().ToString("N"), ObjectKey.FromBucket("k"), "s", 100, "x/y", "filename aw==", begun);
        await Journal.AddAsync(upload, default);
        return upload;
    }
}
