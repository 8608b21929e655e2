using NvDemo.Core.Events;
using NvDemo.Core.Files;
using NvDemo.Core.Ports;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="IFileIndex"/> must do. Each test has an index of a bucket of its own.</summary>
public abstract class FileIndexContract
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
        var expected = new FileEntry(ObjectKey.FromBucket(key), Start, 7, "text/plain", "e");
        Assert.Equal(expected, Assert.Single(await ListAsync()));
        Assert.Equal(expected.Key, Assert.Single(await Index.FindByFilenameAsync(expected.Key.Filename, 10, default)));
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
        while (await Index.ListAsync(new ListQuery(After: after), 3, default) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 3);
            seen.AddRange(page.Select(file => file.Key.Value));
            after = new ListCursor(page[^1].DateAdded, page[^1].Key.Value);
        }

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Filters_by_prefix_without_wildcards()
    {
        foreach (var key in (string[])["a%b/1", "a%b/2", "axb/1", "A%b/1", "a"])
            await Index.RecordAsync(Put(key, 0), default);
        Assert.Equal(["a%b/1", "a%b/2"], (await Index.ListAsync(new ListQuery(Prefix: "a%b/"), 10, default)).Select(file => file.Key.Value));
        Assert.Empty(await Index.ListAsync(new ListQuery(Prefix: "%"), 10, default));
    }

    [Fact]
    public async Task Finds_every_file_of_a_name_in_order()
    {
        foreach (var key in (string[])["y/name", "x/name", "name", "x/name/other", "x/named"])
            await Index.RecordAsync(Put(key, 0), default);
        Assert.Equal(["name", "x/name", "y/name"], (await Index.FindByFilenameAsync("name", 10, default)).Select(key => key.Value));
        Assert.Equal(2, (await Index.FindByFilenameAsync("name", 2, default)).Count);
    }

    [Fact]
    public async Task What_is_recorded_replaces_what_was_there()
    {
        await Index.RecordAsync(Put("k", 0, size: 1), default);
        await Index.RecordAsync(Put("k", 1, size: 2), default);
        Assert.Equal((2, Start.AddSeconds(1)), Assert.Single(await ListAsync()) is var file ? (file.Size, file.DateAdded) : default);
        await Index.RecordAsync(ObjectChange.Delete(ObjectKey.FromBucket("k"), Start.AddSeconds(2)), default);
        Assert.Empty(await ListAsync());
        Assert.Empty(await Index.FindByFilenameAsync("k", 10, default));
        await Index.RecordAsync(Put("k", 3, size: 3), default);
        Assert.Equal(3, Assert.Single(await ListAsync()).Size);
    }

    [Fact]
    public async Task A_delete_of_what_was_never_there_is_no_error()
    {
        await Index.RecordAsync(ObjectChange.Delete(ObjectKey.FromBucket("k"), Start), default);
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData("0055", "0066")]
    [InlineData("0055", "00550")]
    [InlineData("0055", "005501")]
    [InlineData("00AF", "00B0")]
    public async Task Reported_changes_apply_in_the_order_of_their_sequencers(string older, string newer)
    {
        var expected = newer.TrimEnd('0') == older.TrimEnd('0') ? older : newer;
        await Index.ApplyAsync([Event("k", older, time: 5)], default);
        await Index.ApplyAsync([Event("k", newer, time: 4)], default);
        Assert.Equal(expected, Assert.Single(await ListAsync()).ETag);
        await Index.ApplyAsync([Event("k", older, time: 6)], default);
        Assert.Equal(expected, Assert.Single(await ListAsync()).ETag);
    }

    [Fact]
    public async Task A_late_put_does_not_bring_a_deleted_file_back()
    {
        await Index.ApplyAsync([Event("k", "0002", isDelete: true)], default);
        await Index.ApplyAsync([Event("k", "0001")], default);
        Assert.Empty(await ListAsync());
        await Index.ApplyAsync([Event("k", "0003")], default);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task A_batch_may_hold_a_key_several_times_in_any_order()
    {
        await Index.ApplyAsync(
            [Event("k", "0002"), Event("k", "0003"), Event("k", "0001", isDelete: true), Event("k", "0003"), Event("other", "0001")], default);
        Assert.Equal(["0003", "0001"], (await ListAsync()).OrderBy(file => file.Key.Value).Select(file => file.ETag));
    }

    [Fact]
    public async Task Without_sequencers_the_time_decides()
    {
        await Index.ApplyAsync([Event("k", null, time: 2)], default);
        await Index.ApplyAsync([Event("k", null, time: 1, isDelete: true)], default);
        Assert.Single(await ListAsync());
        await Index.ApplyAsync([Event("k", null, time: 3, isDelete: true)], default);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task An_event_keeps_what_only_the_upload_knew()
    {
        await Index.RecordAsync(Put("k", 0, etag: "\"same\"", type: "text/plain"), default);
        await Index.ApplyAsync([Event("k", "0001", time: 1) with { ETag = "same" }], default);
        Assert.Equal(("text/plain", Start), Assert.Single(await ListAsync()) is var file ? (file.ContentType, file.DateAdded) : default);
        await Index.ApplyAsync([Event("k", "0002", time: 2) with { ETag = "other" }], default);
        Assert.Equal((null, Start.AddSeconds(2)), Assert.Single(await ListAsync()) is var next ? (next.ContentType, next.DateAdded) : default);
    }

    [Fact]
    public async Task Says_when_it_is_out()
    {
        await Index.PingAsync(default);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Unreachable.PingAsync(default));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Unreachable.ListAsync(new ListQuery(), 1, default));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Unreachable.FindByFilenameAsync("k", 1, default));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Unreachable.RecordAsync(Put("k", 0), default));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => Unreachable.ApplyAsync([Event("k", "0001")], default));
    }

    private static ObjectChange Put(string key, int seconds, long size = 1, string etag = "\"e\"", string type = "text/plain") =>
        ObjectChange.Put(ObjectKey.FromBucket(key), Start.AddSeconds(seconds), size, etag, type);

    // The sequencer is the etag too, so that a test can tell which event it sees.
    private static ObjectChange Event(string key, string? sequencer, int time = 0, bool isDelete = false) =>
        new(ObjectKey.FromBucket(key), isDelete, Start.AddSeconds(time), sequencer, isDelete ? null : 1, isDelete ? null : sequencer, null);

    private Task<IReadOnlyList<FileEntry>> ListAsync() => Index.ListAsync(new ListQuery(), 100, default);
}
