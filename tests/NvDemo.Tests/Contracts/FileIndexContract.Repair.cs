using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Contracts;

/// <summary>Comparing the index with the bucket, and bringing it in line.</summary>
public abstract partial class FileIndexContract
{
    [Fact]
    public async Task Reads_every_entry_in_the_order_of_its_bytes_tombstones_included()
    {
        string[] inOrder = ["B", "a", "a b", "a/b", "b", "\uFFFD", "😀"];
        foreach (var key in inOrder.Reverse())
            await Index.RecordAsync(Put(key, 0, size: 7, etag: "\"x\""), default);
        await Index.RecordAsync(Delete("a", 1), default);

        var read = new List<IndexEntry>();
        while (await Index.ReadAsync(read.Count == 0 ? "" : read[^1].Key.Value, 3, default) is { Count: > 0 } page)
            read.AddRange(page);

        Assert.Equal(inOrder, read.Select(entry => entry.Key.Value));
        Assert.Equal(["a"], read.Where(entry => entry.IsDeleted).Select(entry => entry.Key.Value));
        Assert.Equal((7, "x"), (read[0].Size, read[0].ETag));
    }

    [Fact]
    public async Task Tells_which_files_are_older_than_a_time()
    {
        foreach (var (key, second) in (IEnumerable<(string, int)>)[("older", 0), ("deleted", 0), ("then", 1), ("newer", 2), ("other", 0), ("not asked for", 0)])
            await Index.RecordAsync(Put(key, second, etag: "\"t\""), default);
        await Index.RecordAsync(Delete("deleted", 0), default);
        ListedObject[] asked = [.. ((string[])["newer", "then", "missing", "deleted", "older"]).Select(key => Listed(key, "t", 0)), Listed("other", "u", 0)];
        Assert.Equal([Key("older")], await Index.AddedBeforeAsync(asked, Start.AddSeconds(1), default));
        Assert.Empty(await Index.AddedBeforeAsync([], Start, default));
    }

    [Fact]
    public async Task Repairs_what_is_missing_stale_deleted_or_a_ghost()
    {
        foreach (var key in (string[])["deleted", "ghost", "same", "stale"])
            await Index.RecordAsync(Put(key, 0, size: 1, etag: "\"old\""), default);
        await Index.RecordAsync(Delete("deleted", 1), default);
        var entries = (await Index.ReadAsync("", 10, default)).ToDictionary(entry => entry.Key.Value);

        var changed = await Index.RepairAsync(
            [
                Missing("missing"),
                new IndexRepair(Key("stale"), Listed("stale", "new", 60), entries["stale"].Version),
                new IndexRepair(Key("same"), Listed("same", "old", 60), entries["same"].Version),
                new IndexRepair(Key("deleted"), Listed("deleted", "new", 60), entries["deleted"].Version),
                new IndexRepair(Key("ghost"), null, entries["ghost"].Version),
            ],
            Start.AddSeconds(100),
            default);

        Assert.Equal(5, changed.Count);
        Assert.Equal(
            [("same", "old", 0, "text/plain"), ("deleted", "new", 60, null), ("missing", "new", 60, null), ("stale", "new", 60, null)],
            (await ListAsync()).Select(file => (file.Key.Value, file.ETag!, (int)(file.DateAdded - Start).TotalSeconds, file.ContentType)));
        Assert.All(await ListAsync(), file => Assert.Equal(9, file.Size));
    }

    [Fact]
    public async Task Repairs_nothing_that_has_changed_since_it_was_read()
    {
        await Index.RecordAsync(Put("k", 0, etag: "\"old\""), default);
        var read = Assert.Single(await Index.ReadAsync("", 10, default));
        await Index.RecordAsync(Put("k", 1, etag: "\"newer\""), default);
        Assert.Equal(0, (await Index.RepairAsync([new IndexRepair(Key("k"), null, read.Version), Missing("k")], Start.AddSeconds(1), default)).Count);
        Assert.Equal("newer", await ETagAsync());
    }

    [Fact]
    public async Task A_repair_stands_against_events_from_before_it_and_not_against_later_ones()
    {
        await Index.ApplyAsync([Event("k", "0001", time: 1)], default);
        var read = Assert.Single(await Index.ReadAsync("", 10, default));
        await Index.RepairAsync([new IndexRepair(Key("k"), null, read.Version)], Start.AddSeconds(10), default);
        await Index.ApplyAsync([Event("k", "0002", time: 5)], default);
        Assert.Empty(await ListAsync());
        await Index.ApplyAsync([Event("k", "0004", time: 20)], default);
        Assert.Equal("0004", await ETagAsync());
        await Index.ApplyAsync([Event("k", "0003", time: 10, isDelete: true)], default);
        Assert.Equal("0004", await ETagAsync());
    }

    [Fact]
    public async Task Forgets_old_tombstones_only()
    {
        await Index.RecordAsync(Put("file", 0), default);
        await Index.RecordAsync(Delete("old", 0), default);
        await Index.RecordAsync(Delete("young", 10), default);
        Assert.Equal(1, await Index.PurgeAsync(Start.AddSeconds(5), default));
        Assert.Equal(0, await Index.PurgeAsync(Start.AddSeconds(5), default));
        Assert.Equal(["file", "young"], (await Index.ReadAsync("", 10, default)).Select(entry => entry.Key.Value));
    }

    [Fact]
    public async Task Goes_on_after_a_key_that_it_can_not_hold()
    {
        await Index.RecordAsync(Put("a", 0), default);
        await Index.RecordAsync(Put("b", 0), default);
        Assert.Equal(["b"], (await Index.ReadAsync("a\0x", 10, default)).Select(entry => entry.Key.Value));
    }

    private static ObjectKey Key(string key) => ObjectKey.FromBucket(key);

    private static IndexRepair Missing(string key) => new(Key(key), Listed(key, "new", 60), Version: null);

    private static ListedObject Listed(string key, string etag, int seconds) => new(Key(key), 9, etag, Start.AddSeconds(seconds));
}
