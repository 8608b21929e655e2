using System.Security.Cryptography;
using System.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Adapters.S3;
using NvDemo.Core;
using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>Copies that take more than a request, on every store: here of files that are over a smaller limit.</summary>
public abstract class LargeCopyContract : IAsyncLifetime
{
    private const int PartSize = 5 << 20;
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes((3 * PartSize) + 1);
    private static readonly ContentMetadata Metadata = new("x/y", Language: "de", User: new Dictionary<string, string> { ["origin"] = "here" });

    private readonly string _bucket = $"bucket-{Guid.NewGuid():N}";
    private readonly ObjectKey _source = ObjectKey.FromBucket($"large/{Guid.NewGuid():N} ü&+");
    private readonly RedisConnection _redis = new($"127.0.0.1:{Nowhere.Port}", TimeProvider.System);

    // Of each step's time the first part takes all.
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromSeconds(10) };

    protected abstract S3ObjectStore Store { get; }

    protected abstract PostgresDatabase Database { get; }

    private ObjectKey Target => ObjectKey.FromBucket($"{_source} copy");

    private PostgresMultipartJournal Journal => new(Database, _bucket);

    private PostgresFileIndex Index => new(Database, _bucket);

    public async Task InitializeAsync() => await Store.PutAsync(
        _source, new PutContent(new MemoryStream(Content), Content.Length, Metadata), WriteConditions.None, default);

    public virtual async Task DisposeAsync()
    {
        await Store.DeleteAsync([_source, Target], default);
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("move")]
    public async Task Go_on_from_request_to_request(string verb)
    {
        var reply = await SendAsync($"/{verb}/{_source.EscapedPath}?to={Uri.EscapeDataString(Target.Value)}");
        for (var step = 1; step < 4; step++)
        {
            Assert.Equal(202, reply.Status);
            Assert.IsType<ReadResult.Missing>(await Store.HeadAsync(Target, default));
            Assert.Equal(Content.Length, Assert.Single(await Journal.ListAsync("", ("", ""), 10, default)).Size);
            reply = await SendAsync(reply.Headers["Location"]["/api".Length..]);
        }

        Assert.Equal((201, "/" + Target.EscapedPath), (reply.Status, reply.Headers["Location"]));
        await using (var found = Assert.IsType<ReadResult.Found>(await Store.GetAsync(Target, ReadConditions.None, default)))
        {
            var copy = new MemoryStream();
            await found.Content.CopyToAsync(copy);
            Assert.Equal(Content, copy.ToArray());
            Assert.Equal(
                ("x/y", "de", "here", reply.Headers["ETag"]),
                (found.Metadata.Type, found.Metadata.Language, found.Metadata.User!["origin"], found.ETag));
        }

        Assert.Equal(
            (Target, Content.Length, "x/y", null),
            Assert.Single(await Index.ListedAsync(new ListQuery(), 10)) is var file ? (file.Key, file.Size, file.ContentType, file.Sha256) : default);
        Assert.Empty(await Journal.ListAsync("", ("", ""), 10, default));
        Assert.Equal(verb == "copy", await Store.HeadAsync(_source, default) is ReadResult.Found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-2 * PartSize)]
    public async Task End_with_what_was_copied_when_the_source_changes(int growth)
    {
        var begun = await SendAsync($"/copy/{_source.EscapedPath}?to={Uri.EscapeDataString(Target.Value)}");
        var size = Content.Length + growth;
        await Store.PutAsync(_source, new PutContent(new MemoryStream(new byte[size]), size, Metadata), WriteConditions.None, default);
        Assert.Equal(409, (await SendAsync(begun.Headers["Location"]["/api".Length..])).Status);
        Assert.Empty(await Journal.ListAsync("", ("", ""), 10, default));
        Assert.Equal(404, (await SendAsync(begun.Headers["Location"]["/api".Length..])).Status);
        Assert.IsType<ReadResult.Missing>(await Store.HeadAsync(Target, default));
    }

    [Fact]
    public async Task Replace_nothing_that_has_come_meanwhile_where_they_must_not()
    {
        var begun = await SendAsync($"/copy/{_source.EscapedPath}?to={Uri.EscapeDataString(Target.Value)}", isNew: true);
        Assert.Equal(202, begun.Status);
        await Store.PutAsync(Target, new PutContent(new MemoryStream([1]), 1, Metadata), WriteConditions.None, default);
        Assert.Equal(412, (await SendAsync(begun.Headers["Location"]["/api".Length..], isNew: true)).Status);
        Assert.Equal(1, Assert.IsType<ReadResult.Found>(await Store.HeadAsync(Target, default)).Size);
        Assert.Empty(await Journal.ListAsync("", ("", ""), 10, default));
    }

    [Theory]
    [InlineData("copy", false)]
    [InlineData("copy", true)]
    [InlineData("move", true)]
    public async Task Are_known_when_the_last_reply_was_lost(string verb, bool isNew)
    {
        _clock.AutoAdvanceAmount = TimeSpan.FromSeconds(6);
        var last = await SendAsync($"/{verb}/{_source.EscapedPath}?to={Uri.EscapeDataString(Target.Value)}", isNew);
        var location = "";
        while (last.Status == 202)
        {
            location = last.Headers["Location"]["/api".Length..];
            last = await SendAsync(location, isNew);
        }

        // Also when its source is gone.
        for (var i = 0; i < 2; i++)
        {
            var again = await SendAsync(location, isNew);
            Assert.Equal((201, 200, last.Headers["ETag"]), (last.Status, again.Status, again.Headers["ETag"]));
            Assert.Equal(last.Bytes.ToArray(), again.Bytes.ToArray());
            Assert.Equal(Content.Length, Assert.Single(await Index.ListedAsync(new ListQuery(Prefix: Target.Value), 10)).Size);
            await Store.DeleteAsync(_source, ifMatch: null, default);
        }
    }

    [Fact]
    public async Task Go_on_with_no_upload_but_their_own()
    {
        var begun = await SendAsync($"/copy/{_source.EscapedPath}?to={Uri.EscapeDataString(Target.Value)}");
        var query = HttpUtility.ParseQueryString(begun.Headers["Location"].Split('?')[1]);
        var (etag, copy) = (query["etag"]!, query["upload_id"]!);
        var storeId = await Store.BeginAsync(Target, Metadata, "own", default);
        await Journal.AddAsync(new MultipartUpload("own", Target, storeId, Content.Length, PartSize, "x/y", DateTime.UtcNow), default);
        foreach (var (source, tag, id) in ((ObjectKey, string, string)[])[(_source, etag, "own"), (_source, "other", copy), (ObjectKey.FromBucket("other"), etag, copy), (_source, etag, "\0")])
        {
            var reply = await SendAsync($"/move/{source.EscapedPath}?to={Uri.EscapeDataString(Target.Value)}&upload_id={Uri.EscapeDataString(id)}&etag={tag}");
            Assert.Equal(404, reply.Status);
        }

        Assert.IsType<ReadResult.Found>(await Store.HeadAsync(_source, default));
        Assert.IsType<ReadResult.Missing>(await Store.HeadAsync(Target, default));
        await Store.AbortAsync(Target, storeId, default);
    }

    private Task<Response> SendAsync(string target, bool isNew = false)
    {
        var options = new ServiceOptions { Cloud = "test", Bucket = _bucket, PublicUrl = Nowhere.Url, CopyLimit = PartSize };
        var catalog = new FileCatalog(Index, new RedisListCache(_redis, _bucket));
        var files = new CopyFile(Store, Store, Store, Journal, catalog, options, _clock, NullLogger<CopyFile>.Instance);
        var service = TestPipeline.Create(
            options,
            new Route("copy", "POST", "/copy/{key}", Scopes.Write, files.HandleCopyAsync),
            new Route("move", "POST", "/move/{key}", Scopes.Write, files.HandleMoveAsync));
        var parts = target.Split('?');
        var query = HttpUtility.ParseQueryString(parts[1]);
        return service.AnswerAsync(new Request
        {
            Method = "POST",
            Path = parts[0],
            Query = query.AllKeys.ToDictionary(name => name!, name => query[name]!),
            RequestId = "r",
            Principal = new Principal("u", Scopes.All),
            Headers = isNew ? new Dictionary<string, string> { ["If-None-Match"] = "*" } : [],
        });
    }
}
