using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Core;
using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Core;

public sealed class ListFilesTests
{
    private readonly HeldIndex _index = new();
    private readonly GenerationOnlyCache _cache = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ListFiles _list;

    public ListFilesTests() => _list = new ListFiles(
        new FileCatalog(_index, _cache), _cache,
        new ServiceOptions { Cloud = "azure", Bucket = "b", PublicUrl = new Uri("http://localhost/") }, _clock);

    [Fact]
    public async Task Many_misses_of_a_page_are_one_read()
    {
        Task<Response>[] responses = [.. Enumerable.Range(0, 50).Select(_ => ListAsync())];
        _index.Release("a");
        Assert.All(await Task.WhenAll(responses), response => Assert.Contains("\"a\"", Text(response)));
        Assert.Equal(1, _index.Reads);
    }

    [Fact]
    public async Task A_reader_that_comes_after_a_change_does_not_join_a_read_from_before_it()
    {
        var before = ListAsync();
        _cache.Generation = "2";
        var after = ListAsync();
        Assert.Equal(2, _index.Reads);
        _index.Release("a");
        await Task.WhenAll(before, after);
    }

    [Fact]
    public async Task Without_a_cache_readers_share_the_read_that_begins_next()
    {
        _cache.Generation = null;
        Task<Response>[] responses = [.. Enumerable.Range(0, 50).Select(_ => ListAsync())];
        Assert.Equal(1, _index.Reads);
        _index.Release("a");
        Assert.All(await Task.WhenAll(responses), response => Assert.Contains("\"a\"", Text(response)));
        Assert.Equal(2, _index.Reads);
    }

    [Fact]
    public async Task So_many_reads_run_at_once_and_others_are_told_to_come_again()
    {
        Task<Response>[] running = [.. Enumerable.Range(1, 8).Select(limit => ListAsync(query: new() { ["limit"] = $"{limit}" }))];
        var late = ListAsync(query: new() { ["limit"] = "9" });
        Assert.Equal(8, _index.Reads);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<OverloadedException>(() => late);
        _index.Release("a");
        Assert.All(await Task.WhenAll(running), response => Assert.Equal(200, response.Status));
    }

    [Fact]
    public async Task A_tag_is_asked_for_once_for_all_who_come_meanwhile()
    {
        _cache.Tag = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Enumerable.Range(0, 6).Select(_ => ListAsync(headers: new() { ["If-None-Match"] = "\"tag\"" })).ToArray();
        Assert.Equal(1, _cache.TagsAsked);
        _cache.Tag.SetResult("tag");
        Assert.All(await Task.WhenAll(asking), response => Assert.Equal(304, response.Status));
        Assert.Equal(2, _cache.TagsAsked);
    }

    [Fact]
    public async Task A_page_that_the_client_has_is_not_sent_again()
    {
        _index.Release("a");
        var tag = (await ListAsync()).Headers["ETag"];
        var again = await ListAsync(headers: new() { ["If-None-Match"] = $"W/{tag}" });
        Assert.Equal((304, tag, true), (again.Status, again.Headers["ETag"], again.Bytes.IsEmpty));
        Assert.Equal(200, (await ListAsync(headers: new() { ["If-None-Match"] = "\"other\"" })).Status);
        Assert.Equal(412, (await ListAsync(headers: new() { ["If-Match"] = "\"other\"" })).Status);

        // The list has no date that a condition could be on.
        Assert.Equal(200, (await ListAsync(headers: new() { ["If-Modified-Since"] = "Sun, 01 May 2022 12:11:48 GMT" })).Status);
    }

    [Fact]
    public async Task Folders_are_items_of_their_own()
    {
        _index.Release("a", "b/", "c");
        var page = await ListAsync(query: new() { ["delimiter"] = "/", ["limit"] = "2" });
        Assert.Equal("""{"prefix":"b/"}""", JsonDocument.Parse(page.Bytes).RootElement[1].GetRawText());
        var next = HttpUtility.ParseQueryString(new Uri(page.Headers["Link"].Split('<', '>')[1]).Query);
        Assert.Equal(("/", new ListCursor("b/")), (next["delimiter"], ListCursor.Decode(next["cursor"]!)));
        Assert.True(_index.Asked!.IsFolded);
    }

    [Fact]
    public async Task A_reader_that_leaves_does_not_end_the_read_of_the_others()
    {
        using var leaves = new CancellationTokenSource();
        var first = ListAsync(cancellation: leaves.Token);
        var second = ListAsync();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _index.Release("a");
        Assert.Contains("\"a\"", Text(await second));
    }

    [Fact]
    public async Task A_page_is_cached_only_if_its_cursor_names_a_listed_file()
    {
        _index.Release("a", "b");
        await ListAsync();
        await ListAsync(query: new() { ["cursor"] = Cursor("a") });
        Assert.Equal(2, _cache.Stored.Count);

        // Made up, or of a file that has been deleted or written anew since.
        await ListAsync(query: new() { ["cursor"] = Cursor("0") });
        await ListAsync(query: new() { ["cursor"] = Cursor("a", DateTime.UnixEpoch.AddMilliseconds(-1)) });
        Assert.Equal(2, _cache.Stored.Count);
    }

    [Fact]
    public async Task The_cursors_own_file_is_not_in_the_page()
    {
        _index.Release("a", "b", "c");
        var page = await ListAsync(query: new() { ["cursor"] = Cursor("a"), ["limit"] = "1" });
        Assert.Equal(["b"], JsonDocument.Parse(page.Bytes).RootElement.EnumerateArray().Select(item => item.GetProperty("prefix_path").GetString()));
        Assert.Contains(Cursor("b"), page.Headers["Link"]);
        page = await ListAsync(query: new() { ["cursor"] = Cursor("a"), ["limit"] = "2" });
        Assert.DoesNotContain("Link", page.Headers.Keys);
    }

    [Fact]
    public async Task A_client_has_so_many_pages_cached_in_a_minute_and_no_more()
    {
        _index.Release("a");
        for (var limit = 1; limit <= 70; limit++)
            await ListAsync(query: new() { ["limit"] = $"{limit}" });
        Assert.Equal(64, _cache.Stored.Count);

        // Not another page: it takes the place of the one that is there.
        await ListAsync(query: new() { ["limit"] = "1" });
        Assert.Equal(65, _cache.Stored.Count);
        await ListAsync(query: new() { ["limit"] = "100" }, client: "another");
        Assert.Equal(66, _cache.Stored.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await ListAsync(query: new() { ["limit"] = "100" });
        Assert.Equal(67, _cache.Stored.Count);
    }

    private static string Cursor(string key, DateTime? dateAdded = null) => new ListCursor(key, dateAdded ?? DateTime.UnixEpoch).Encode();

    private static string Text(Response response) => Encoding.UTF8.GetString(response.Bytes.Span);

    [Theory]
    [InlineData("a/", null, "a/")]
    [InlineData("a/", "", "a/")]
    [InlineData("a/", "a/", "a/")]
    [InlineData("a/", "a/b", "a/b")]
    [InlineData("a/ b/", "b/c/", "b/c/")]
    public async Task A_confined_caller_lists_inside_its_prefixes(string prefixes, string? asked, string listed)
    {
        _index.Release(listed + "1", listed + "2");
        var page = await ListAsync(Query(asked), prefixes);
        Assert.Equal(200, page.Status);
        Assert.Equal(listed, _index.Asked!.Prefix);
        // The page of the prefix: whoever may ask for it shares it.
        Assert.Equal($"http://localhost/|1|||{listed}", _cache.Asked);
        Assert.Equal(listed, HttpUtility.ParseQueryString(new Uri(page.Headers["Link"].Split('<', '>')[1]).Query)["prefix"]);
    }

    [Theory]
    [InlineData("a/", "a", 403)]
    [InlineData("a/", "b/", 403)]
    [InlineData("a/", "A/", 403)]
    [InlineData("a/", "/a/", 403)]
    [InlineData("a/ b/", "c/", 403)]
    [InlineData("a/b/ b/", "a/", 403)]
    public async Task A_prefix_outside_is_refused(string prefixes, string asked, int status)
    {
        Assert.Equal(status, (await ListAsync(Query(asked), prefixes)).Status);
        Assert.Equal(0, _index.Reads);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Of_several_prefixes_a_list_must_name_one(string? asked) =>
        Assert.Contains("a/, b/", (await Assert.ThrowsAsync<InvalidInputException>(() => ListAsync(Query(asked), "a/ b/"))).Message);

    private static Dictionary<string, string> Query(string? prefix)
    {
        var query = new Dictionary<string, string> { ["limit"] = "1" };
        if (prefix is not null)
            query["prefix"] = prefix;
        return query;
    }

    private Task<Response> ListAsync(
        Dictionary<string, string>? query = null,
        string? prefixes = null,
        string client = "u",
        Dictionary<string, string>? headers = null,
        CancellationToken cancellation = default) =>
        _list.HandleAsync(
            new Request
            {
                Method = "GET",
                Path = "/api/list",
                RequestId = "r",
                Query = query ?? [],
                Headers = headers ?? [],
                Principal = new Principal(client, Scopes.Read) { Prefixes = prefixes is null ? KeyPrefixes.All : KeyPrefixes.Only(prefixes.Split(' ')) },
            },
            cancellation);

    [Theory]
    [InlineData("a b", "http://localhost/a%20b")]
    [InlineData("//x", null)]
    [InlineData("//evil.example/x", null)]
    [InlineData("x/../b", null)]
    [InlineData("a//b", null)]
    [InlineData("api/x", null)]
    public async Task A_url_fetches_the_file_or_is_null(string key, string? url)
    {
        _index.Release(key);
        var item = JsonDocument.Parse((await ListAsync()).Bytes).RootElement[0];
        Assert.Equal((key, url), (item.GetProperty("prefix_path").GetString(), item.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task A_page_ends_before_lambda_can_not_carry_it_and_the_next_goes_on()
    {
        // A key's longest URL: every byte of it is three characters there.
        string[] keys = [.. Enumerable.Range(0, 1000).Select(i => $"{i:0000}{new string('é', 510)}")];
        _index.Release(keys);
        var page = await ListAsync(query: new() { ["limit"] = "1000" });
        Assert.InRange(page.Bytes.Length, ServiceOptions.MaxPayload - 8192, ServiceOptions.MaxPayload);
        string[] listed = [.. JsonDocument.Parse(page.Bytes).RootElement.EnumerateArray().Select(item => item.GetProperty("prefix_path").GetString()!)];
        Assert.Equal(keys[..listed.Length], listed);
        var cursor = HttpUtility.ParseQueryString(new Uri(page.Headers["Link"].Split('<', '>')[1]).Query)["cursor"]!;
        Assert.Equal(listed[^1], ListCursor.Decode(cursor).Key);
    }

    /// <summary>An index whose lists wait for their release.</summary>
    private sealed class HeldIndex : IFileIndex
    {
        private readonly TaskCompletionSource<string[]> _keys = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _reads;

        public int Reads => _reads;

        public ListQuery? Asked { get; private set; }

        public void Release(params IEnumerable<string> keys) =>
            _keys.SetResult([.. keys]);

        public async Task<ListItems> ListAsync(ListQuery query, int count, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _reads);
            Asked = query;
            var items = new ListItems(count);
            foreach (var key in await _keys.Task)
                items.Add(new ListItem { Key = Encoding.UTF8.GetBytes(key), DateAdded = DateTime.UnixEpoch, Size = 1 });
            return items;
        }

        public Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(
            string filename, KeyPrefixes prefixes, int count, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ListRegion>> RecordAsync(ObjectChange change, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<ListRegion>> RecordAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ListRegion>> ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<TracedChanges> ApplyTracedAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ListRegion>> DescribeAsync(IReadOnlyCollection<FileType> types, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ObjectKey>> AddedBeforeAsync(
            IReadOnlyCollection<ListedObject> objects, DateTime time, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<IndexEntry>> ReadAsync(string after, int count, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<(int Count, IReadOnlyList<ListRegion> Touched)> RepairAsync(
            IReadOnlyCollection<IndexRepair> repairs, DateTime observed, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<int> PurgeAsync(DateTime deletedBefore, CancellationToken cancellation) => throw new NotSupportedException();

        public Task PingAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }

    /// <summary>A cache that has a generation and never a page; it remembers what it was to store.</summary>
    private sealed class GenerationOnlyCache : IListCache
    {
        public List<string> Stored { get; } = [];

        public string? Generation { get; set; } = "1";

        public string? Asked { get; private set; }

        public ValueTask<CachedPage> GetAsync(string page, CancellationToken cancellation)
        {
            Asked = page;
            return new(CachedPage.None(Generation));
        }

        public TaskCompletionSource<string?>? Tag { get; set; }

        public int TagsAsked { get; private set; }

        public async ValueTask<string?> GetTagAsync(string page, CancellationToken cancellation)
        {
            TagsAsked++;
            return Tag is null ? null : await Tag.Task;
        }

        public ValueTask SetAsync(
            string page, string generation, ListRegion region, string tag, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        {
            Stored.Add(page);
            return default;
        }

        public ValueTask InvalidateAsync(IReadOnlyList<ListRegion> touched, CancellationToken cancellation) => default;

        public ValueTask<bool> PingAsync(CancellationToken cancellation) => new(true);
    }
}
