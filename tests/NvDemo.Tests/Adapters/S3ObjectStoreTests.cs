using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class S3ObjectStoreTests(LocalCloudsFixture fixture) : ObjectStoreContract, IDisposable
{
    private readonly Uri _endpoint = fixture.Clouds.Data.Moto.Endpoint;
    private readonly S3ObjectStore _store = new(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
    private readonly S3ObjectStore _unreachable = new(LocalAws.Bucket, Nowhere.Url, TimeProvider.System);

    protected override IObjectStore Store => _store;

    protected override IObjectStore Unreachable => _unreachable;

    // moto 5.2 does not read response-content-disposition.
    protected override bool ShowsAsAsked => false;

    [Fact]
    public async Task An_archived_object_is_there_but_can_not_be_read()
    {
        var key = ObjectKey.FromClient($"archived-{Guid.NewGuid():N}");
        using var s3 = new AmazonS3Client(new AmazonS3Config { ServiceURL = _endpoint.AbsoluteUri, ForcePathStyle = true });
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = LocalAws.Bucket,
            Key = key.Value,
            ContentBody = "cold",
            StorageClass = S3StorageClass.Glacier,
        });
        Assert.IsType<ReadResult.Archived>(await _store.GetAsync(key, ReadConditions.None, CancellationToken.None));
        Assert.IsType<ReadResult.Found>(await _store.HeadAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_conditional_write_whose_reply_was_lost_is_known_again()
    {
        var key = ObjectKey.FromClient($"lost-{Guid.NewGuid():N}");
        await using var losing = await LosingProxy.StartAsync(_endpoint, HttpMethod.Put);
        using var store = new S3ObjectStore(LocalAws.Bucket, losing.Url, TimeProvider.System);
        var stored = await store.PutAsync(key, Content("mine"), new WriteConditions(IsNew: true), CancellationToken.None);
        Assert.NotNull(stored);
        Assert.Equal(stored.ETag, Assert.IsType<ReadResult.Found>(await _store.HeadAsync(key, CancellationToken.None)).ETag);
        Assert.Equal(1, losing.Lost);
    }

    [Fact]
    public async Task A_conditional_deletion_whose_reply_was_lost_is_done()
    {
        var key = ObjectKey.FromClient($"lost-{Guid.NewGuid():N}");
        var etag = (await _store.PutAsync(key, Content("mine"), WriteConditions.None, CancellationToken.None))!.ETag;
        await using var losing = await LosingProxy.StartAsync(_endpoint, HttpMethod.Delete);
        using var store = new S3ObjectStore(LocalAws.Bucket, losing.Url, TimeProvider.System);
        Assert.NotNull(await store.DeleteAsync(key, etag, CancellationToken.None));
        Assert.IsType<ReadResult.Missing>(await _store.HeadAsync(key, CancellationToken.None));
        Assert.Equal(1, losing.Lost);
    }

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
