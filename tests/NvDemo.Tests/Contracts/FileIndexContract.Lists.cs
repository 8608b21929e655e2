using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

public abstract partial class FileIndexContract
{
    // In the order of their bytes; as UTF-16 the last would come before the one above it.
    private static readonly string[] ByBytes = ["a/B", "a/a", "a/a b", "a/a/b", "a/a0", "a/ä", "a/\uFFFD", "a/\U0001F600"];

    [Theory]
    [InlineData("", true)]
    [InlineData("a/", false)]
    public async Task Lists_by_key_in_pages_that_neither_skip_nor_repeat(string prefix, bool hasOthers)
    {
        // Newest first, so that no order by date gives it.
        foreach (var (key, i) in ByBytes.Append("a").Append("b").Select((key, i) => (key, i)))
            await Index.RecordAsync(Put(key, 100 - i), default);
        var expected = hasOthers ? ["a", "a/", "b"] : ByBytes;
        Assert.Equal(expected, await PagesAsync(new ListQuery(Prefix: prefix, IsFolded: hasOthers), 1));
        Assert.Equal(expected, await PagesAsync(new ListQuery(Prefix: prefix, IsFolded: hasOthers), 3));
    }

    [Fact]
    public async Task Folds_what_lies_deeper_into_its_place()
    {
        foreach (var key in (string[])["a/1", "a/b/1", "a/b/2", "a/b/c/1", "a/b", "a/b!", "a/b0", "a/c/1", "ab/1", "z"])
            await Index.RecordAsync(Put(key, 0), default);
        await Index.RecordAsync(Delete("a/c/1", 1), default);

        Assert.Equal(["a/1", "a/b", "a/b!", "a/b/", "a/b0"], await FoldedAsync("a/", 10));
        Assert.Equal(["a/", "ab/"], await FoldedAsync("a", 10));
        Assert.Equal(["a/", "ab/", "z"], await FoldedAsync("", 10));
        Assert.Equal(["a/b/1", "a/b/2", "a/b/c/"], await FoldedAsync("a/b/", 10));
        Assert.Equal(["a/1", "a/b"], await FoldedAsync("a/", 2));
        Assert.Equal(["a/b0"], await FoldedAsync("a/", 10, "a/b/"));
        Assert.Equal(["a/b/", "a/b0"], await FoldedAsync("a/", 10, "a/b!"));

        // With what the cursor names, if it is there.
        var folder = await Index.ListedAsync(new ListQuery(Prefix: "a/", IsFolded: true, After: new ListCursor("a/b/"), IncludesCursor: true), 1);
        Assert.Equal(["a/b/", "a/b0"], folder.Select(item => item.Key.Value));
        Assert.True(folder[0].IsFolder);
        Assert.Equal(ListedItem.Folder("a/b/"), folder[0]);

        // One that folding gave out holds without it: it stands for all that is in the folder.
        Assert.Equal(["a/b0"], (await Index.ListedAsync(new ListQuery(Prefix: "a/", After: new ListCursor("a/b/")), 10)).Select(item => item.Key.Value));
    }

    [Theory]
    [InlineData("\uD7FF")]
    [InlineData("\U0010FFFF")]
    [InlineData("x\U0010FFFF")]
    [InlineData("%_")]
    public async Task Any_text_is_a_prefix(string prefix)
    {
        foreach (var key in (string[])[prefix, prefix + "\U0010FFFF\U0010FFFF", prefix + "a", "w", "y", "\uE000"])
            await Index.RecordAsync(Put(key, 0), default);
        Assert.Equal([prefix, prefix + "a", prefix + "\U0010FFFF\U0010FFFF"], await PagesAsync(new ListQuery(Prefix: prefix), 2));
    }

    [Fact]
    public async Task Tells_where_a_recorded_change_is_and_was_listed()
    {
        Assert.Equal([Place("k", 0)], await Index.RecordAsync(Put("k", 0), default));
        Assert.Equal([Place("k", 0), Place("k", 5)], await Index.RecordAsync(Put("k", 5), default));
        Assert.Equal([Place("k", 5)], await Index.RecordAsync(Delete("k", 6), default));
        Assert.Equal([Place("k", 7)], await Index.RecordAsync(Put("k", 7), default));
        Assert.Empty(await Index.RecordAsync(Delete("never there", 8), default));
    }

    [Fact]
    public async Task Tells_where_many_recorded_changes_are_and_were_listed()
    {
        await Index.RecordAsync(Put("a", 0), default);
        Assert.Equal(
            [Place("a", 0), Place("b", 5)],
            (await Index.RecordAsync([Put("b", 5), Delete("none", 5), Delete("a", 5)], default)).OrderBy(place => place.FirstKey, StringComparer.Ordinal));
        await Index.ApplyAsync([Event("k", "0001", time: 1, request: "r")], default);
        Assert.Equal([ListRegion.All], await Index.RecordAsync([Put("c", 1), Put("k", 1, request: "r")], default));
    }

    [Fact]
    public async Task A_recorded_change_of_which_the_report_came_first_may_have_touched_anything()
    {
        await Index.ApplyAsync([Event("k", "0001", time: 1, request: "r")], default);
        Assert.Equal([ListRegion.All], await Index.RecordAsync(Put("k", 1, request: "r"), default));
    }

    [Fact]
    public async Task Tells_what_reports_have_changed_of_the_list()
    {
        await Index.RecordAsync(Put("known", 0, etag: "\"0001\"", request: "r"), default);
        await Index.RecordAsync(Put("overwritten", 1), default);
        await Index.RecordAsync(Put("deleted", 2), default);
        ObjectChange[] reports =
        [
            Event("known", "0001", time: 0, request: "r"),
            Event("overwritten", "0001", time: 1000),
            Event("deleted", "0001", time: 1001, isDelete: true),
            Event("new", "0001", time: 1002),
            Event("never there", "0001", time: 1003, isDelete: true),
        ];
        Assert.Equivalent(
            (ListRegion[])[Place("overwritten", 1), Place("overwritten", 1000), Place("deleted", 2), Place("new", 1002)],
            await Index.ApplyAsync(reports, default),
            strict: true);
        Assert.Empty(await Index.ApplyAsync(reports, default));
    }

    [Fact]
    public async Task Tells_what_repairs_have_changed_of_the_list()
    {
        await Index.RecordAsync(Put("ghost", 0), default);
        var ghost = Assert.Single(await Index.ReadAsync("", 10, default));
        var (count, touched) = await Index.RepairAsync([Missing("missing"), new IndexRepair(Key("ghost"), null, ghost.Version)], Start.AddSeconds(100), default);
        Assert.Equal(2, count);
        var found = Missing("missing").Found!.LastModified;
        Assert.Equivalent((ListRegion[])[ListRegion.At(Key("missing"), found), Place("ghost", 0)], touched, strict: true);
    }

    private static ListRegion Place(string key, int seconds) => ListRegion.At(ObjectKey.FromBucket(key), Start.AddSeconds(seconds));

    private async Task<IEnumerable<string>> FoldedAsync(string prefix, int count, string? after = null) =>
        (await Index.ListedAsync(new ListQuery(Prefix: prefix, IsFolded: true, After: after is null ? null : new ListCursor(after)), count))
            .Select(item => item.Key.Value);

    private async Task<List<string>> PagesAsync(ListQuery query, int count)
    {
        var seen = new List<string>();
        while (await Index.ListedAsync(query, count) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, count);
            seen.AddRange(page.Select(item => item.Key.Value));
            query = query with { After = new ListCursor(page[^1].Key.Value) };
        }

        return seen;
    }
}
