using System.Security.Cryptography;
using NvDemo.Adapters.Postgres;
using NvDemo.Core;
using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What uploads by TUS must keep to on every store, whoever appends to them at once and whatever is lost on the way.</summary>
public abstract class TusWriterContract
{
    private const int ChunkSize = 3 << 20;

    private readonly string _bucket = $"bucket-{Guid.NewGuid():N}";

    /// <summary>The objects, and what is stored in parts.</summary>
    protected abstract IObjectStore Objects { get; }

    protected abstract IMultipartStore Store { get; }

    protected abstract PostgresDatabase Database { get; }

    /// <summary>Whether completing can leave out parts that were stored and do not count, as Amazon's S3 does.</summary>
    protected virtual bool LeavesPartsOut => true;

    private PostgresTusJournal Journal => new PostgresTusJournal(Database, _bucket);

    // As a process that is stopped between storing and committing, on whichever cloud: the first round is of tails, the second of parts,
    // and the third of last parts.
    [Fact]
    public async Task What_is_stored_and_comes_too_late_does_not_count()
    {
        var upload = await BeginAsync(3 * ChunkSize);
        var content = new List<byte>();
        while (!upload.IsWhole)
        {
            var stalled = new StalledJournal(Journal);
            var late = AppendAsync(Writer(stalled), upload, Chunk());
            await Task.WhenAny(stalled.Reached, late);
            var chunk = Chunk();
            var next = await AppendAsync(Writer(Journal), upload, chunk);
            Assert.NotNull(next);
            content.AddRange(chunk);
            if (next.IsWhole && LeavesPartsOut)
                await CompleteAsync(next);
            stalled.GoOn();
            Assert.Null(await late);
            upload = (await Journal.FindAsync(upload.Id, default))!;
            Assert.Equal(next with { NextPart = upload.NextPart }, upload);
        }

        Assert.Equal([2, 4], (await Journal.PartsAsync(upload.Id, default)).Select(part => part.Number));
        await AssertNoTailsAsync(upload);
        if (LeavesPartsOut)
            await AssertStoredAsync(content, upload);
    }

    [Fact]
    public async Task Many_at_once_store_once_in_each_round()
    {
        var upload = await BeginAsync(4 * ChunkSize);
        var content = new List<byte>();
        while (!upload.IsWhole)
        {
            byte[][] chunks = [.. Enumerable.Range(0, 4).Select(_ => Chunk())];
            var appended = await Task.WhenAll(chunks.Select(chunk => AppendAsync(Writer(Journal), upload, chunk)));
            var won = Assert.Single(Enumerable.Range(0, chunks.Length), i => appended[i] is not null);
            content.AddRange(chunks[won]);
            upload = (await Journal.FindAsync(upload.Id, default))!;
        }

        await AssertNoTailsAsync(upload);
        if (!LeavesPartsOut)
            return;
        await CompleteAsync(upload);
        await AssertStoredAsync(content, upload);
    }

    [Theory]
    [InlineData(1, 5 << 20, 10)]
    [InlineData(ChunkSize, ChunkSize, 1)]
    [InlineData(6 << 20, 6 << 20)]
    [InlineData(0)]
    public async Task What_is_appended_in_turn_is_the_file(params int[] sizes)
    {
        var upload = await BeginAsync(sizes.Sum());
        var content = new List<byte>();
        foreach (var size in sizes)
        {
            var chunk = RandomNumberGenerator.GetBytes(size);
            content.AddRange(chunk);
            upload = (await AppendAsync(Writer(Journal), upload, chunk))!;
            Assert.Equal(content.Count, upload.Offset);
        }

        await CompleteAsync(upload);
        await AssertStoredAsync(content, upload);
        await AssertNoTailsAsync(upload);
    }

    // As the database's pool repeats a statement on another connection.
    [Theory]
    [InlineData(1)]
    [InlineData(2 * ChunkSize)]
    public async Task What_is_committed_counts_although_nobody_heard(int size)
    {
        var upload = await BeginAsync(3 * ChunkSize);
        var next = await AppendAsync(Writer(new RepeatingJournal(Journal)), upload, new byte[size]);
        Assert.Equal(size, next?.Offset);
        Assert.Equal(next! with { NextPart = upload.NextPart + (size > 1 ? 1 : 0) }, await Journal.FindAsync(upload.Id, default));
        if (next.Tail is { } tail)
            Assert.IsType<ReadResult.Found>(await Objects.HeadAsync(tail, default));
    }

    [Fact]
    public async Task To_what_has_ended_nothing_is_appended()
    {
        var upload = await BeginAsync(3 * ChunkSize);
        var stalled = new StalledJournal(Journal);
        var late = AppendAsync(Writer(stalled), upload, Chunk());
        await Task.WhenAny(stalled.Reached, late);
        await Store.AbortAsync(upload.Key, upload.StoreId, default);
        await Journal.RemoveAsync(upload.Id, default);
        stalled.GoOn();
        Assert.Null(await late);
        Assert.Null(await AppendAsync(Writer(Journal), upload, new byte[2 * ChunkSize]));
        await AssertNoTailsAsync(upload);
    }

    [Fact]
    public async Task A_tail_that_another_has_replaced_is_not_appended_to()
    {
        var upload = (await AppendAsync(Writer(Journal), await BeginAsync(3 * ChunkSize), [1]))!;
        await Writer(Journal).DiscardTailAsync(upload);
        Assert.Null(await Writer(Journal).OpenAsync(upload, new Request { Method = "PATCH", Path = "/", RequestId = "r" }, default));
    }

    [Fact]
    public async Task Without_numbers_for_its_parts_an_upload_can_not_go_on()
    {
        var upload = await BeginAsync(3 * ChunkSize);
        await Database.ExecuteAsync(
            $"UPDATE tus_uploads SET next_part = 10001 WHERE id = '{upload.Id}'", _ => { }, reader => Task.FromResult(reader.RecordsAffected), default);
        await Assert.ThrowsAsync<InvalidInputException>(() => AppendAsync(Writer(Journal), upload, new byte[2 * ChunkSize]));
    }

    private static byte[] Chunk() => RandomNumberGenerator.GetBytes(ChunkSize);

    private static async Task<TusUpload?> AppendAsync(TusWriter writer, TusUpload upload, byte[] chunk)
    {
        var request = new Request { Method = "PATCH", Path = "/", RequestId = "r", Body = new MemoryStream(chunk), ContentLength = chunk.Length };
        await using var content = await writer.OpenAsync(upload, request, default);
        if (content is null)
            return null;
        Assert.Null(await writer.ReadAsync(upload, request, content, default));
        var appended = await writer.AppendAsync(upload, content, default);
        if (appended is not null)
            await writer.DiscardTailAsync(upload);
        return appended;
    }

    private TusWriter Writer(ITusJournal journal)
    {
        var options = new ServiceOptions { Cloud = "test", Bucket = _bucket, PublicUrl = Nowhere.Url, InlineLimit = 2 * ChunkSize };
        return new TusWriter(Objects, Store, journal, new BodySpools(options), options);
    }

    private async Task<TusUpload> BeginAsync(long length)
    {
        var id = Guid.NewGuid().ToString("N");
        var key = ObjectKey.FromBucket($"tus/{id}");
        var upload = new TusUpload(id, key, await Store.BeginAsync(key, new ContentMetadata("x/y"), id, default), length, "x/y", "m", DateTime.UtcNow);
        await Journal.AddAsync(upload, default);
        return (await Journal.FindAsync(id, default))!;
    }

    private async Task CompleteAsync(TusUpload upload) => Assert.IsType<CompleteResult.Complete>(await Store.CompleteAsync(
        new MultipartUpload(upload.Id, upload.Key, upload.StoreId, upload.Length, MultipartUpload.MinPartSize, null, upload.BegunAt),
        await Journal.PartsAsync(upload.Id, default), WriteConditions.None, null, default));

    private async Task AssertStoredAsync(List<byte> content, TusUpload upload)
    {
        await using var found = Assert.IsType<ReadResult.Found>(await Objects.GetAsync(upload.Key, ReadConditions.None, default));
        var stored = new MemoryStream();
        await found.Content.CopyToAsync(stored);
        Assert.Equal(content.ToArray(), stored.ToArray());
    }

    private async Task AssertNoTailsAsync(TusUpload upload)
    {
        var prefix = $".nv/tus/{upload.Id}/";
        var page = await Objects.ListAsync(prefix, default);
        Assert.DoesNotContain(page.Objects, item => item.Key.Value.StartsWith(prefix, StringComparison.Ordinal));
    }

    private abstract class OtherJournal(ITusJournal journal) : ITusJournal
    {
        public Task AddAsync(TusUpload upload, CancellationToken cancellation) => journal.AddAsync(upload, cancellation);

        public Task<TusUpload?> FindAsync(string id, CancellationToken cancellation) => journal.FindAsync(id, cancellation);

        public Task<int?> ReservePartAsync(string id, CancellationToken cancellation) => journal.ReservePartAsync(id, cancellation);

        public virtual Task<bool> CommitAsync(TusUpload upload, StoredPart? part, CancellationToken cancellation) =>
            journal.CommitAsync(upload, part, cancellation);

        public Task<IReadOnlyList<StoredPart>> PartsAsync(string id, CancellationToken cancellation) => journal.PartsAsync(id, cancellation);

        public Task CompleteAsync(string id, CancellationToken cancellation) => journal.CompleteAsync(id, cancellation);

        public Task RemoveAsync(string id, CancellationToken cancellation) => journal.RemoveAsync(id, cancellation);
    }

    private sealed class StalledJournal(ITusJournal journal) : OtherJournal(journal)
    {
        private readonly TaskCompletionSource _reached = new(), _released = new();

        /// <summary>Everything is stored, and nothing committed.</summary>
        public Task Reached => _reached.Task;

        public void GoOn() => _released.SetResult();

        public override async Task<bool> CommitAsync(TusUpload upload, StoredPart? part, CancellationToken cancellation)
        {
            _reached.SetResult();
            await _released.Task;
            return await base.CommitAsync(upload, part, cancellation);
        }
    }

    private sealed class RepeatingJournal(ITusJournal journal) : OtherJournal(journal)
    {
        public override async Task<bool> CommitAsync(TusUpload upload, StoredPart? part, CancellationToken cancellation)
        {
            Assert.True(await base.CommitAsync(upload, part, cancellation));
            return await base.CommitAsync(upload, part, cancellation);
        }
    }
}
