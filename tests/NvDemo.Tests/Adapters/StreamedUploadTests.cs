using System.Security.Cryptography;
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
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>Bodies of known length that go through to the store as they come: what must not be stored is not.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class StreamedUploadTests : IAsyncLifetime
{
    private const int Size = 300_000;

    private readonly ObjectKey _key = ObjectKey.FromBucket($"streamed/{Guid.NewGuid():N}");
    private readonly S3ObjectStore _store;
    private readonly TestDatabase _database;
    private readonly RedisConnection _redis = new($"127.0.0.1:{Nowhere.Port}", TimeProvider.System);
    private readonly FileCatalog _catalog;
    private readonly ServiceOptions _options = new() { Cloud = "test", Bucket = LocalAws.Bucket, PublicUrl = Nowhere.Url };

    public StreamedUploadTests(LocalCloudsFixture fixture)
    {
        _store = new S3ObjectStore(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
        _database = new TestDatabase(fixture.Clouds.Data.Postgres.ConnectionString);
        _catalog = new FileCatalog(new PostgresFileIndex(_database.Database, LocalAws.Bucket), new RedisListCache(_redis, LocalAws.Bucket));
    }

    // RFC 9530, 6: what the digest is not of is not what was sent.
    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 400)]
    public async Task Is_verified_on_the_way(bool isRight, int status)
    {
        var digest = isRight ? SHA256.HashData(new byte[Size]) : SHA256.HashData([]);
        var answer = await UploadAsync(new ForwardOnlyStream(new byte[Size]), ("Content-Digest", $"sha-256=:{Convert.ToBase64String(digest)}:"));
        Assert.Equal((status, isRight), (answer.Status, await IsStoredAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    [InlineData(Size - 1)]
    public async Task That_breaks_off_stores_nothing(int sent)
    {
        Assert.Equal(400, (await UploadAsync(new BreakingStream(sent, _ => throw new IOException("reset")))).Status);
        Assert.Equal(400, (await UploadAsync(new BreakingStream(sent, _ => Task.CompletedTask))).Status);
        Assert.False(await IsStoredAsync());
    }

    [Fact]
    public async Task That_does_not_come_in_time_stores_nothing()
    {
        Assert.Equal(408, (await UploadAsync(new BreakingStream(200_000, cancellation => Task.Delay(Timeout.Infinite, cancellation)))).Status);
        Assert.False(await IsStoredAsync());
    }

    [Fact]
    public async Task Whose_client_leaves_stores_nothing()
    {
        using var gone = new CancellationTokenSource();
        var body = new BreakingStream(200_000, async cancellation =>
        {
            await gone.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => UploadAsync(body, cancellation: gone.Token));
        Assert.False(await IsStoredAsync());
    }

    // A stream goes once only: there is nothing to send again.
    [Fact]
    public async Task That_the_store_does_not_take_is_an_outage()
    {
        using var unreachable = new S3ObjectStore(LocalAws.Bucket, Nowhere.Url, TimeProvider.System);
        Assert.Equal(503, (await UploadAsync(new ForwardOnlyStream(new byte[Size]), store: unreachable)).Status);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _store.DeleteAsync(_key, null, default);
        _store.Dispose();
        await _redis.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Task<Response> UploadAsync(
        Stream body, (string Name, string Value)? header = null, IObjectStore? store = null, CancellationToken cancellation = default)
    {
        var upload = new UploadFile(
            store ?? _store, new BodySpools(_options), _catalog, _options, TimeProvider.System, NullLogger<UploadFile>.Instance);
        var service = TestPipeline.Create(_options, new Route("upload", "PUT", "/upload/{key}", Scopes.Write, upload.HandleAsync));
        var request = new Request
        {
            Method = "PUT",
            Path = "/upload/" + _key.Value,
            RequestId = "r",
            Principal = new Principal("u", Scopes.All),
            Headers = header is { } sent ? new Dictionary<string, string> { [sent.Name] = sent.Value } : [],
            Body = body,
            ContentLength = Size,
            BodyTimeout = TimeSpan.FromSeconds(2),
        };
        return service.AnswerAsync(request, cancellation);
    }

    private async Task<bool> IsStoredAsync() => await _store.HeadAsync(_key, default) is ReadResult.Found { Size: Size };
}
