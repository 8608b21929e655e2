using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="IObjectStore"/> must do.</summary>
public abstract partial class ObjectStoreContract
{
    private readonly ObjectKey _key = ObjectKey.FromBucket($"contract/{Guid.NewGuid():N}");

    protected abstract IObjectStore Store { get; }

    /// <summary>The same store where nothing answers.</summary>
    protected abstract IObjectStore Unreachable { get; }

    /// <summary>Whether a write can depend on the tag of what it replaces.</summary>
    protected virtual bool ReplacesOnConditions => true;

    /// <summary>Whether a presigned URL can ask for another <c>Content-Disposition</c> than the stored one.</summary>
    protected virtual bool ShowsAsAsked => true;

    /// <summary>Whether it keeps the checksums of objects.</summary>
    protected virtual bool KeepsChecksums => true;

    [Theory]
    [MemberData(nameof(OddKeys.Theory), MemberType = typeof(OddKeys))]
    public async Task Keeps_content_type_and_key_as_they_are(string name)
    {
        var key = ObjectKey.FromBucket(name);
        var etag = await PutAsync(key, name, "text/x-odd");
        await using var found = await FoundAsync(key);
        Assert.Equal(name, await TextAsync(found));
        Assert.Equal(new ContentMetadata("text/x-odd"), found.Metadata);
        Assert.Equal(etag, found.ETag);
        Assert.StartsWith("\"", found.ETag);
        Assert.Null(found.ContentRange);
        Assert.InRange(found.LastModified, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
        await Store.DeleteAsync(key, null, CancellationToken.None);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task Stores_a_stream_that_can_only_be_read_forwards(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        await Store.PutAsync(_key, new PutContent(new ForwardOnlyStream(bytes), size, new ContentMetadata("a/b")), WriteConditions.None, CancellationToken.None);
        await using var found = await FoundAsync(_key);
        var copy = new MemoryStream();
        await found.Content.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal((size, size), (found.Length, found.Size));
    }

    [Fact]
    public async Task Tells_the_sha256_that_it_has_of_the_whole()
    {
        var content = Content("text");
        var expected = new Sha256Digest(SHA256.HashData("text"u8));
        var etag = (await Store.PutAsync(_key, content with { Sha256 = expected }, WriteConditions.None, default))!.ETag;
        var copy = ObjectKey.FromBucket($"{_key} copy");
        await Copies.CopyAsync(_key, etag, copy, WriteConditions.None, default);
        foreach (var key in (ObjectKey[])[_key, copy])
        {
            await using var found = await FoundAsync(key);
            Assert.Equal("text", await TextAsync(found));
            Assert.Equal(KeepsChecksums ? expected : null, found.Sha256);
            Assert.Equal(found.Sha256, Assert.IsType<ReadResult.Found>(await Store.HeadAsync(key, default)).Sha256);
        }

        // Of a part it is not.
        await using (var part = await FoundAsync(_key, new ReadConditions { Range = "bytes=0-1" }))
            Assert.Null(part.Sha256);
        await PutAsync(_key, "text");
        Assert.Null(Assert.IsType<ReadResult.Found>(await Store.HeadAsync(_key, default)).Sha256);

        // Known before all has come.
        var bytes = new byte[100_000];
        expected = new Sha256Digest(SHA256.HashData(bytes));
        await Store.PutAsync(_key, new PutContent(new ForwardOnlyStream(bytes), bytes.Length, new ContentMetadata("a/b"), Sha256: expected), WriteConditions.None, default);
        Assert.Equal(KeepsChecksums ? expected : null, Assert.IsType<ReadResult.Found>(await Store.HeadAsync(_key, default)).Sha256);
    }

    // Of a stream whose last piece is withheld nothing may appear: so it is that checksums are verified on the way.
    [Theory]
    [InlineData(0)]
    [InlineData(299_999)]
    public async Task A_stream_that_breaks_off_stores_nothing(int sent)
    {
        var content = new PutContent(new BreakingStream(sent, _ => throw new IOException("gone")), 300_000, new ContentMetadata("a/b"));
        await Assert.ThrowsAnyAsync<Exception>(() => Store.PutAsync(_key, content, WriteConditions.None, CancellationToken.None));
        Assert.IsType<ReadResult.Missing>(await Store.HeadAsync(_key, CancellationToken.None));
    }

    [Theory]
    [InlineData("gzip", null, null)]
    [InlineData("gzip, br", "de", "attachment; filename=\"a b\"")]
    public async Task Keeps_what_the_content_is(string? encoding, string? language, string? disposition)
    {
        var metadata = new ContentMetadata("a/b", encoding, language, disposition);
        await Store.PutAsync(_key, Content("text") with { Metadata = metadata }, WriteConditions.None, CancellationToken.None);
        await using (var found = await FoundAsync(_key))
            Assert.Equal((metadata, "text"), (found.Metadata, await TextAsync(found)));
        Assert.Equal(metadata, Assert.IsType<ReadResult.Found>(await Store.HeadAsync(_key, CancellationToken.None)).Metadata);
    }

    [Fact]
    public async Task A_presigned_url_says_how_the_content_is_shown()
    {
        var metadata = new ContentMetadata("text/html", Disposition: "inline");
        await Store.PutAsync(_key, Content("text") with { Metadata = metadata }, WriteConditions.None, CancellationToken.None);
        using var http = new HttpClient();
        foreach (var (asked, sent) in ((string?, string)[])[(null, "inline"), ("attachment", ShowsAsAsked ? "attachment" : "inline")])
        {
            var url = await Store.PresignAsync(_key, PresignedVerb.Get, TimeSpan.FromMinutes(1), asked, CancellationToken.None);
            using var response = await http.GetAsync(new Uri(url.Url));
            Assert.Equal(sent, response.Content.Headers.ContentDisposition?.ToString());
        }
    }

    [Fact]
    public async Task A_stream_that_ends_early_stores_nothing()
    {
        var content = new PutContent(new ForwardOnlyStream(new byte[10]), 1000, new ContentMetadata("a/b"));
        await Assert.ThrowsAnyAsync<Exception>(() => Store.PutAsync(_key, content, WriteConditions.None, CancellationToken.None));
        Assert.IsType<ReadResult.Missing>(await Store.GetAsync(_key, ReadConditions.None, CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    [InlineData("\u0001")]
    public async Task What_is_not_there_is_missing(string suffix)
    {
        var key = ObjectKey.FromBucket(_key + suffix);
        Assert.IsType<ReadResult.Missing>(await Store.GetAsync(key, ReadConditions.None, CancellationToken.None));
        Assert.IsType<ReadResult.Missing>(await Store.HeadAsync(key, CancellationToken.None));
        Assert.NotNull(await Store.DeleteAsync(key, null, CancellationToken.None));
    }

    [Fact]
    public async Task Replaces_and_deletes()
    {
        await PutAsync(_key, "one");
        await PutAsync(_key, "two!");
        await using (var found = await FoundAsync(_key))
            Assert.Equal("two!", await TextAsync(found));
        await Store.DeleteAsync(_key, null, CancellationToken.None);
        await Store.DeleteAsync(_key, null, CancellationToken.None);
        Assert.IsType<ReadResult.Missing>(await Store.GetAsync(_key, ReadConditions.None, CancellationToken.None));
    }

    [Fact]
    public async Task Head_tells_everything_but_the_content()
    {
        var etag = await PutAsync(_key, "0123456789", "text/plain");
        var found = Assert.IsType<ReadResult.Found>(await Store.HeadAsync(_key, CancellationToken.None));
        Assert.Equal((10, 10, null, "text/plain", etag), (found.Length, found.Size, found.ContentRange, found.Metadata.Type, found.ETag));
        Assert.Equal(-1, found.Content.ReadByte());
    }

    [Theory]
    [InlineData("bytes=0-3", "0123", "bytes 0-3/10")]
    [InlineData("bytes=4-", "456789", "bytes 4-9/10")]
    [InlineData("bytes=-2", "89", "bytes 8-9/10")]
    [InlineData("bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("lines=1-2", "0123456789", null)]
    [InlineData("bytes=0-1,4-5", "0123456789", null)]
    public async Task Reads_a_range(string range, string text, string? contentRange)
    {
        await PutAsync(_key, "0123456789");
        await using var found = await FoundAsync(_key, new ReadConditions { Range = range });
        Assert.Equal(text, await TextAsync(found));
        Assert.Equal((text.Length, 10, contentRange), (found.Length, found.Size, found.ContentRange));
    }

    [Fact]
    public async Task Knows_a_range_past_the_end()
    {
        await PutAsync(_key, "0123456789");
        Assert.IsType<ReadResult.RangeNotSatisfiable>(
            await Store.GetAsync(_key, new ReadConditions { Range = "bytes=10-" }, CancellationToken.None));
    }

    [Fact]
    public async Task Reads_on_conditions()
    {
        var etag = await PutAsync(_key, "text");
        Assert.Equal(etag, Assert.IsType<ReadResult.NotModified>(await ReadAsync(new ReadConditions { IfNoneMatch = etag })).ETag);
        Assert.IsType<ReadResult.Found>(await ReadAsync(new ReadConditions { IfNoneMatch = "\"other\"" }));
        Assert.IsType<ReadResult.Found>(await ReadAsync(new ReadConditions { IfMatch = etag }));
        Assert.IsType<ReadResult.PreconditionFailed>(await ReadAsync(new ReadConditions { IfMatch = "\"other\"" }));

        async Task<ReadResult> ReadAsync(ReadConditions conditions)
        {
            var read = await Store.GetAsync(_key, conditions, default);
            if (read is ReadResult.Found found)
                await found.DisposeAsync();
            return read;
        }
    }

    [Fact]
    public async Task Writes_on_conditions()
    {
        var create = new WriteConditions(IsNew: true);
        var etag = (await Store.PutAsync(_key, Content("one"), create, CancellationToken.None))?.ETag;
        Assert.NotNull(etag);
        Assert.Null(await Store.PutAsync(_key, Content("two"), create, CancellationToken.None));
        Assert.Null(await Store.PutAsync(_key, Content("two"), new WriteConditions(IfMatch: "\"other\""), CancellationToken.None));
        await using (var found = await FoundAsync(_key))
            Assert.Equal("one", await TextAsync(found));
        if (ReplacesOnConditions)
            Assert.NotNull(await Store.PutAsync(_key, Content("two"), new WriteConditions(IfMatch: etag), CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_what_clients_say_of_it()
    {
        var user = new Dictionary<string, string> { ["author"] = "A. Nonymous, Jr.", ["shelf-2"] = "x=y" };
        await Store.PutAsync(
            _key, Content("text") with { Metadata = new ContentMetadata("a/b", User: user) }, new WriteConditions(IsNew: true), CancellationToken.None);
        await using var found = await FoundAsync(_key);
        Assert.Equal(user, found.Metadata.User);
        var head = Assert.IsType<ReadResult.Found>(await Store.HeadAsync(_key, CancellationToken.None));
        Assert.Equal(user, head.Metadata.User);
    }

    [Fact]
    public async Task Presigned_urls_need_no_other_credentials()
    {
        using var http = new HttpClient();
        var lifetime = TimeSpan.FromMinutes(7);
        var put = (await Store.PresignUploadAsync(_key, UploadTerms.None, lifetime, CancellationToken.None)).Url;
        Assert.InRange(put.ExpiresIn, lifetime - TimeSpan.FromSeconds(2), lifetime);
        Assert.Contains($"X-Amz-Expires={put.ExpiresIn.TotalSeconds}", put.Url);
        using (var stored = await http.PutAsync(new Uri(put.Url), new StringContent("presigned")))
            Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        var get = await Store.PresignAsync(_key, PresignedVerb.Get, lifetime, null, CancellationToken.None);
        Assert.Equal("presigned", await http.GetStringAsync(new Uri(get.Url)));
        var head = await Store.PresignAsync(_key, PresignedVerb.Head, lifetime, null, CancellationToken.None);
        using var asked = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(head.Url)));
        Assert.Equal(9, asked.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Lists_every_key_as_it_is_in_the_order_of_its_bytes()
    {
        var folder = $"{_key}/";
        string[] keys = [.. OddKeys.All.Where(key => key.Length < 900).Select(key => folder + key), folder + "\uFFFD", folder + "\u0001"];
        foreach (var key in keys)
            await PutAsync(ObjectKey.FromBucket(key), key);

        var listed = new List<ListedObject>();
        ObjectPage page;
        do
        {
            page = await Store.ListAsync(listed.Count == 0 ? folder : listed[^1].Key.Value, CancellationToken.None);
            listed.AddRange(page.Objects);
        }
        while (!page.IsLast);

        listed.RemoveAll(item => !item.Key.Value.StartsWith(folder, StringComparison.Ordinal));
        Assert.Equal(keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal), listed.Select(item => item.Key.Value));
        Assert.All(listed, item => Assert.Equal(Encoding.UTF8.GetByteCount(item.Key.Value), item.Size));
        var head = Assert.IsType<ReadResult.Found>(await Store.HeadAsync(listed[0].Key, CancellationToken.None));
        Assert.Equal((head.ETag.Trim('"'), Date(head.LastModified)), (listed[0].ETag, Date(listed[0].LastModified)));
        foreach (var key in keys)
            await Store.DeleteAsync(ObjectKey.FromBucket(key), null, CancellationToken.None);
    }

    [Fact]
    public async Task Says_when_it_is_out()
    {
        await Store.PingAsync(CancellationToken.None);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.ListAsync("", CancellationToken.None));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.PingAsync(CancellationToken.None));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.GetAsync(_key, ReadConditions.None, CancellationToken.None));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.HeadAsync(_key, CancellationToken.None));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.DeleteAsync(_key, null, CancellationToken.None));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.PutAsync(_key, Content("text"), WriteConditions.None, CancellationToken.None));
    }

    protected static PutContent Content(string text, string type = "text/plain")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new PutContent(new MemoryStream(bytes), bytes.Length, new ContentMetadata(type));
    }

    private static string Date(DateTime time) => time.ToString("R", CultureInfo.InvariantCulture);

    private async Task<string> PutAsync(ObjectKey key, string text, string type = "text/plain") =>
        (await Store.PutAsync(key, Content(text, type), WriteConditions.None, CancellationToken.None))!.ETag;

    private async Task<ReadResult.Found> FoundAsync(ObjectKey key, ReadConditions? conditions = null) =>
        Assert.IsType<ReadResult.Found>(await Store.GetAsync(key, conditions ?? ReadConditions.None, CancellationToken.None));

    private static Task<string> TextAsync(ReadResult.Found found) => new StreamReader(found.Content).ReadToEndAsync();
}
