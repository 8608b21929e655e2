using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="IFileIndex"/> must do. Each test has an index of a bucket of its own.</summary>
public abstract partial class FileIndexContract
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    protected abstract IFileIndex Index { get; }

    /// <summary>The same index where nothing answers.</summary>
    protected abstract IFileIndex Unreachable { get; }

    [Theory]
    [MemberData(nameof(OddKeys.Theory), MemberType = typeof(OddKeys))]
    public async Task Keeps_every_key_as_it_is(string key)
    {
        await Index.RecordAsync(Put(key, 0, size: 7, etag: "\"e\"", type: "text/plain"), default);
        var expected = new ListedItem(ObjectKey.FromBucket(key), Start, 7, "text/plain", "e");
        Assert.Equal(expected, Assert.Single(await ListAsync()));
        Assert.Equal(expected.Key, Assert.Single(await Index.FindByFilenameAsync(expected.Key.Filename, KeyPrefixes.All, 10, default)));
    }

    [Fact]
    public async Task Keeps_texts_however_long_they_are()
    {
        var (key, type) = (new string('é', ObjectKey.MaxBytes / 2), $"text/{new string('x', 5000)}");
        await Index.RecordAsync(Put(key, 0, etag: "\"e\"", type: type), default);
        Assert.Equal((key, type, "e"), Assert.Single(await ListAsync()) is var file ? (file.Key.Value, file.ContentType, file.ETag) : default);
    }

    [Fact]
    public async Task Lists_by_date_then_key_in_pages_that_neither_skip_nor_repeat()
    {
        string[] keys = ["b", "B", "a", "ä", "a/b", "a b"];
        foreach (var key in keys)
            await Index.RecordAsync(Put(key, 1), default);
        await Index.RecordAsync(Put("zz first", 0), default);
        await Index.RecordAsync(Put("0 last", 2), default);
        string[] expected = ["zz first", .. keys.Order(StringComparer.Ordinal), "0 last"];

        var seen = new List<string>();
        ListCursor? after = null;
        while (await Index.ListedAsync(new ListQuery(After: after), 3) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 3);
            seen.AddRange(page.Select(file => file.Key.Value));
            after = new ListCursor(page[^1].Key.Value, page[^1].DateAdded);
        }

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Tells_whether_the_file_of_a_cursor_is_listed()
    {
        foreach (var (key, second) in (IEnumerable<(string, int)>)[("a", 0), ("b", 1), ("c", 2), ("d", 3)])
            await Index.RecordAsync(Put(key, second), default);
        var b = (await ListAsync())[1];
        var cursor = new ListCursor("b", b.DateAdded);
        Assert.Equal(["b", "c", "d"], await KeysAsync(cursor, isIncluded: true, 2));
        Assert.Equal(["c", "d"], await KeysAsync(cursor, isIncluded: false, 2));
        Assert.Equal(["c"], await KeysAsync(cursor, isIncluded: false, 1));

        // Of no file: what follows, and as many.
        Assert.Equal(["c"], await KeysAsync(new ListCursor("bb", b.DateAdded), isIncluded: true, 1));
        Assert.Equal(["c", "d"], await KeysAsync(new ListCursor("b", b.DateAdded.AddMilliseconds(1)), isIncluded: true, 2));
        await Index.RecordAsync(Delete("b", 4), default);
        Assert.Equal(["c"], await KeysAsync(cursor, isIncluded: true, 1));

        async Task<IEnumerable<string>> KeysAsync(ListCursor after, bool isIncluded, int count) =>
            (await Index.ListedAsync(new ListQuery(After: after, IncludesCursor: isIncluded), count)).Select(file => file.Key.Value);
    }

    [Fact]
    public async Task Filters_by_prefix_without_wildcards()
    {
        foreach (var key in (string[])["a%b/1", "a%b/2", "axb/1", "A%b/1", "a"])
            await Index.RecordAsync(Put(key, 0), default);
        Assert.Equal(["a%b/1", "a%b/2"], (await Index.ListedAsync(new ListQuery(Prefix: "a%b/"), 10)).Select(file => file.Key.Value));
        Assert.Empty(await Index.ListedAsync(new ListQuery(Prefix: "%"), 10));
    }

    [Fact]
    public async Task Finds_every_file_of_a_name_in_order()
    {
        foreach (var key in (string[])["y/name", "x/name", "name", "x/name/other", "x/named"])
            await Index.RecordAsync(Put(key, 0), default);
        Assert.Equal(["name", "x/name", "y/name"], (await Index.FindByFilenameAsync("name", KeyPrefixes.All, 10, default)).Select(key => key.Value));
        Assert.Equal(2, (await Index.FindByFilenameAsync("name", KeyPrefixes.All, 2, default)).Count);
    }

    [Fact]
    public async Task Finds_files_of_a_name_only_inside_prefixes()
    {
        foreach (var key in (string[])["a/name", "a%/name", "a%b/name", "b/name", "name", "z/b/name"])
            await Index.RecordAsync(Put(key, 0), default);
        Assert.Equal(["b/name"], await FindAsync(10, "b/"));
        Assert.Equal(["a%/name", "b/name"], await FindAsync(10, "b/", "a%/"));
        // What is outside does not count.
        Assert.Equal(["b/name"], await FindAsync(1, "b/"));
        Assert.Empty(await FindAsync(10, "none/"));

        async Task<IEnumerable<string>> FindAsync(int count, params string[] prefixes) =>
            (await Index.FindByFilenameAsync("name", KeyPrefixes.Only(prefixes), count, default)).Select(key => key.Value);
    }

    [Fact]
    public async Task What_is_recorded_replaces_what_was_there()
    {
        await Index.RecordAsync(Put("k", 0, size: 1), default);
        await Index.RecordAsync(Put("k", 1, size: 2), default);
        Assert.Equal((2, Start.AddSeconds(1)), Assert.Single(await ListAsync()) is var file ? (file.Size, file.DateAdded) : default);
        await Index.RecordAsync(Delete("k", 2), default);
        Assert.Empty(await ListAsync());
        Assert.Empty(await Index.FindByFilenameAsync("k", KeyPrefixes.All, 10, default));
        await Index.RecordAsync(Put("k", 3, size: 3), default);
        Assert.Equal(3, Assert.Single(await ListAsync()).Size);
    }

    [Fact]
    public async Task Many_changes_are_recorded_at_once()
    {
        await Index.RecordAsync(Put("deleted", 0), default);
        await Index.RecordAsync(Put("replaced", 0, size: 1), default);
        await Index.RecordAsync([Delete("deleted", 1), Delete("never there", 1), Put("replaced", 1, size: 2), Put("a/new", 1, type: "x/y", etag: "\"n\"")], default);
        Assert.Equal(
            [("a/new", 1, "x/y", "n"), ("replaced", 2, "text/plain", "e")],
            (await ListAsync()).Select(file => (file.Key.Value, file.Size, file.ContentType, file.ETag)));
        // They are held as others are.
        await Index.ApplyAsync([Event("deleted", "0001", time: 1, request: "other")], default);
        Assert.Equal(2, (await ListAsync()).Count);
    }

    [Fact]
    public async Task A_delete_of_what_was_never_there_is_no_error()
    {
        await Index.RecordAsync(Delete("k", 0), default);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Says_when_it_is_out()
    {
        await Index.PingAsync(default);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.PingAsync(default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.ListAsync(new ListQuery(), 1, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.FindByFilenameAsync("k", KeyPrefixes.All, 1, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.RecordAsync(Put("k", 0), default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.RecordAsync([Put("k", 0)], default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.ApplyAsync([Event("k", "0001")], default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.ReadAsync("", 1, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.RepairAsync([Missing("k")], Start, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.PurgeAsync(Start, default));
    }

    private static ObjectChange Put(
        string key, int seconds, long size = 1, string etag = "\"e\"", string type = "text/plain", string? request = null) =>
        ObjectChange.Put(ObjectKey.FromBucket(key), Start.AddSeconds(seconds), request, size, etag, type);

    private static ObjectChange Delete(string key, int seconds, string? request = null) =>
        ObjectChange.Delete(ObjectKey.FromBucket(key), Start.AddSeconds(seconds), request);

    private Task<List<ListedItem>> ListAsync() => Index.ListedAsync(new ListQuery(), 100);
}
