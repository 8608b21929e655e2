using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Adapters.S3;
using NvDemo.Core;
using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>
/// Another writer comes between the decision on a condition and the write: what it wrote stays (RFC 9110, 13.1.1). On moto, as Ceph 16.2 has
/// no <c>If-Match</c> for writes.
/// </summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ConditionalWriteTests : IAsyncLifetime
{
    private const string Past = "Sun, 01 May 2022 12:11:48 GMT", Future = "Fri, 01 Jan 2100 00:00:00 GMT";

    private readonly string _key = $"race/{Guid.NewGuid():N}";
    private readonly S3ObjectStore _store;
    private readonly Interfering _interfering;
    private readonly TestDatabase _database;
    private readonly RedisConnection _redis = new($"127.0.0.1:{Nowhere.Port}", TimeProvider.System);
    private readonly HttpPipeline _service;

    public ConditionalWriteTests(LocalCloudsFixture fixture)
    {
        _store = new S3ObjectStore(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
        _interfering = new Interfering(_store);
        _database = new TestDatabase(fixture.Clouds.Data.Postgres.ConnectionString);
        var catalog = new FileCatalog(new PostgresFileIndex(_database.Database, LocalAws.Bucket), new RedisListCache(_redis, LocalAws.Bucket));
        var options = new ServiceOptions { Cloud = "test", Bucket = LocalAws.Bucket, PublicUrl = Nowhere.Url };
        var upload = new UploadFile(_interfering, new BodySpools(options), catalog, options, TimeProvider.System, NullLogger<UploadFile>.Instance);
        var delete = new DeleteFile(_interfering, catalog, new FileLookup(catalog), options, TimeProvider.System);
        var uploads = new PostgresMultipartJournal(_database.Database, LocalAws.Bucket);
        var copy = new CopyFile(
            _interfering, _interfering, _store, uploads, catalog, options, TimeProvider.System, NullLogger<CopyFile>.Instance);
        _service = TestPipeline.Create(
            options,
            new Route("move", "POST", "/move/{key}", Scopes.All, copy.HandleMoveAsync),
            new Route("upload", "PUT", "/upload/{key}", Scopes.Write, upload.HandleAsync),
            new Route("delete", "DELETE", "/{key}", Scopes.Delete, delete.HandleAsync));
    }

    public Task InitializeAsync() => WriteAsync("first");

    public async Task DisposeAsync()
    {
        _store.Dispose();
        await _redis.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("If-Match", "\"x\", {etag}", 412, "other")]
    [InlineData("If-Match", "*", 200, "mine")]
    [InlineData("If-None-Match", "\"x\"", 200, "mine")]
    [InlineData("If-Unmodified-Since", Future, 200, "mine")]
    [InlineData("If-Unmodified-Since", Past, 412, "other")]
    public async Task An_upload_holds_to_its_condition(string header, string value, int status, string content)
    {
        _interfering.AfterHead = () => WriteAsync("other");
        Assert.Equal(status, (await _service.AnswerAsync(await RequestAsync("PUT", header, value))).Status);
        Assert.Equal(content, await ReadAsync());
    }

    [Fact]
    public async Task An_upload_does_not_replace_a_file_that_has_come_with_a_forbidden_tag()
    {
        await WriteAsync("other");
        var request = await RequestAsync("PUT", "If-None-Match", "\"x\", {etag}");
        await _store.DeleteAsync(ObjectKey.FromBucket(_key), null, CancellationToken.None);
        _interfering.AfterHead = () => WriteAsync("other");
        Assert.Equal(412, (await _service.AnswerAsync(request)).Status);
        Assert.Equal("other", await ReadAsync());
    }

    [Theory]
    [InlineData("If-Match", "{etag}", 412, "other")]
    [InlineData("If-Match", "*", 204, null)]
    [InlineData("If-Unmodified-Since", Future, 204, null)]
    public async Task A_deletion_holds_to_its_condition(string header, string value, int status, string? content)
    {
        _interfering.AfterHead = () => WriteAsync("other");
        Assert.Equal(status, (await _service.AnswerAsync(await RequestAsync("DELETE", header, value))).Status);
        Assert.Equal(content, await ReadAsync());
    }

    [Theory]
    [InlineData("If-Unmodified-Since", Past)]
    [InlineData("If-None-Match", "*")]
    public async Task A_deletion_of_what_was_not_there_does_not_take_away_what_comes_meanwhile(string header, string value)
    {
        await _store.DeleteAsync(ObjectKey.FromBucket(_key), ifMatch: null, CancellationToken.None);
        _interfering.AfterHead = () => WriteAsync("other");
        Assert.Equal(204, (await _service.AnswerAsync(await RequestAsync("DELETE", header, value))).Status);
        Assert.Equal("other", await ReadAsync());
    }

    [Fact]
    public async Task Of_many_uploads_on_one_tag_one_is_carried_out()
    {
        var requests = new List<Request>();
        for (var i = 0; i < 8; i++)
            requests.Add(await RequestAsync("PUT", "If-Match", "{etag}", $"mine {i}"));
        var responses = await Task.WhenAll(requests.Select(request => _service.AnswerAsync(request)));
        Assert.Equal([200, 412, 412, 412, 412, 412, 412, 412], responses.Select(response => response.Status).Order());
    }

    [Fact]
    public async Task A_move_does_not_take_away_what_was_stored_after_the_copy()
    {
        _interfering.AfterCopy = () => WriteAsync("other");
        Assert.Equal(409, (await MoveAsync()).Status);
        Assert.Equal(("other", "first"), (await ReadAsync(), await ReadAsync(_key + " moved")));
        Assert.Equal(200, (await MoveAsync()).Status);
        Assert.Equal((null, "other"), (await ReadAsync(), await ReadAsync(_key + " moved")));
    }

    [Fact]
    public async Task A_move_is_done_when_the_source_is_deleted_meanwhile()
    {
        _interfering.AfterCopy = () => _store.DeleteAsync(ObjectKey.FromBucket(_key), null, CancellationToken.None);
        Assert.Equal(201, (await MoveAsync()).Status);
        Assert.Equal((null, "first"), (await ReadAsync(), await ReadAsync(_key + " moved")));
    }

    [Fact]
    public async Task A_move_tells_when_its_source_is_gone_before_the_copy()
    {
        _interfering.AfterHead = () => _store.DeleteAsync(ObjectKey.FromBucket(_key), null, CancellationToken.None);
        Assert.Equal(404, (await MoveAsync()).Status);
        Assert.Null(await ReadAsync(_key + " moved"));
    }

    private Task<Response> MoveAsync() => _service.AnswerAsync(new Request
    {
        Method = "POST",
        Path = "/move/" + _key,
        Query = new Dictionary<string, string> { ["to"] = _key + " moved" },
        RequestId = "r",
        Principal = new Principal("u", Scopes.All),
    });

    private async Task<Request> RequestAsync(string method, string header, string value, string content = "mine")
    {
        var etag = await _store.HeadAsync(ObjectKey.FromBucket(_key), CancellationToken.None) is ReadResult.Found found ? found.ETag : "";
        return new Request
        {
            Method = method,
            Path = (method == "PUT" ? "/upload/" : "/") + _key,
            RequestId = "r",
            Principal = new Principal("u", Scopes.All),
            Headers = new Dictionary<string, string> { [header] = value.Replace("{etag}", etag, StringComparison.Ordinal) },
            Body = new MemoryStream(Encoding.UTF8.GetBytes(content)),
        };
    }

    private async Task WriteAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var content = new PutContent(new MemoryStream(bytes), bytes.Length, new ContentMetadata("text/plain"));
        await _store.PutAsync(ObjectKey.FromBucket(_key), content, WriteConditions.None, CancellationToken.None);
    }

    private async Task<string?> ReadAsync(string? key = null)
    {
        if (await _store.GetAsync(ObjectKey.FromBucket(key ?? _key), ReadConditions.None, CancellationToken.None) is not ReadResult.Found found)
            return null;
        await using (found)
            return await new StreamReader(found.Content).ReadToEndAsync();
    }

    /// <summary>The store, with somebody else at work after the first look at an object, or the first copy.</summary>
    private sealed class Interfering(S3ObjectStore store) : IObjectStore, ICopyStore
    {
        public Func<Task>? AfterHead { get; set; }

        public Func<Task>? AfterCopy { get; set; }

        public async Task<CopyResult> CopyAsync(
            ObjectKey source, string etag, ObjectKey target, WriteConditions conditions, CancellationToken cancellation)
        {
            var result = await store.CopyAsync(source, etag, target, conditions, cancellation);
            if (AfterCopy is { } interfere)
            {
                AfterCopy = null;
                await interfere();
            }

            return result;
        }

        public Task<CopyResult> CopyPartAsync(
            ObjectKey source, string etag, MultipartUpload upload, int number, CancellationToken cancellation) =>
            store.CopyPartAsync(source, etag, upload, number, cancellation);

        public Task<ReadResult> GetAsync(ObjectKey key, ReadConditions conditions, CancellationToken cancellation) =>
            store.GetAsync(key, conditions, cancellation);

        public async Task<ReadResult> HeadAsync(ObjectKey key, CancellationToken cancellation)
        {
            var found = await store.HeadAsync(key, cancellation);
            if (AfterHead is { } interfere)
            {
                AfterHead = null;
                await interfere();
            }

            return found;
        }

        public Task<PutResult?> PutAsync(ObjectKey key, PutContent content, WriteConditions conditions, CancellationToken cancellation) =>
            store.PutAsync(key, content, conditions, cancellation);

        public Task<DeleteResult?> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) =>
            store.DeleteAsync(key, ifMatch, cancellation);

        public Task<PresignedUrl> PresignAsync(
            ObjectKey key, PresignedVerb verb, TimeSpan lifetime, string? disposition, CancellationToken cancellation) =>
            store.PresignAsync(key, verb, lifetime, disposition, cancellation);

        public Task<PresignedUpload> PresignUploadAsync(ObjectKey key, UploadTerms terms, TimeSpan lifetime, CancellationToken cancellation) =>
            store.PresignUploadAsync(key, terms, lifetime, cancellation);

        public Task<ObjectPage> ListAsync(string after, CancellationToken cancellation) => store.ListAsync(after, cancellation);

        public Task PingAsync(CancellationToken cancellation) => store.PingAsync(cancellation);
    }
}
