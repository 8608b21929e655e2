using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Http;
using NvDemo.Adapters.S3;
using NvDemo.Core;
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
    private readonly S3ObjectStore _withVersions = new("with-versions", fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
    private readonly S3ObjectStore _unreachable = new(LocalAws.Bucket, Nowhere.Url, TimeProvider.System);

    protected override IObjectStore Store => _store;

    protected override IObjectStore Unreachable => _unreachable;

    protected override ICopyStore Copies => _store;

    protected override IBatchStore Batches => _store;

    protected override IVersionStore Versions => _store;

    protected override async Task<(IObjectStore Store, IVersionStore Versions)> WithVersionsAsync()
    {
        await fixture.Clouds.Data.Aws.S3.KeepVersionsAsync("with-versions");
        return (_withVersions, _withVersions);
    }

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
        var copied = await _store.CopyAsync(key, "\"any\"", ObjectKey.FromClient($"{key}-copy"), WriteConditions.None, CancellationToken.None);
        Assert.IsType<CopyResult.Archived>(copied);
    }

    // Amazon's S3 answers so where another write ends before a conditional deletion; moto never does.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conditional_deletion_that_another_write_has_overtaken_is_done_where_nothing_is_left(bool isThere)
    {
        await using var s3 = await LoopbackApplication.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Method == "DELETE" ? 409 : isThere ? 200 : 404;
            if (context.Request.Method != "DELETE")
            {
                (context.Response.Headers.ETag, context.Response.Headers.LastModified) = ("\"other\"", DateTime.UtcNow.ToString("R"));
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync("<Error><Code>ConditionalRequestConflict</Code><Message>Overtaken.</Message></Error>");
        });
        using var store = new S3ObjectStore("bucket", s3.Url, TimeProvider.System);
        var deleted = await store.DeleteAsync(ObjectKey.FromClient("key"), "\"tag\"", default);
        Assert.Equal(isThere, deleted is null);
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

    // moto and Ceph 16.2 copy whatever the conditions are.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    [Theory]
    [InlineData(412, "PreconditionFailed")]
    [InlineData(409, "ConditionalRequestConflict")]
    [InlineData(404, "NoSuchKey")]
    public async Task A_copy_depends_on_its_source_and_its_target(int status, string code)
    {
        var asked = new List<string>();
        await using var server = await LoopbackApplication.StartAsync(context =>
        {
            var headers = context.Request.Headers;
            if (context.Request.Method == "HEAD")
            {
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            }

            asked.Add($"{headers["x-amz-copy-source-if-match"]} {headers.IfMatch} {headers.IfNoneMatch}");
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($"<Error><Code>{code}</Code></Error>");
        });
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        foreach (var conditions in (WriteConditions[])[new(IfMatch: "\"t\""), new(IsNew: true)])
            Assert.IsType<CopyResult.Changed>(await store.CopyAsync(ObjectKey.FromClient("k"), "\"s\"", ObjectKey.FromClient("t"), conditions, default));
        Assert.Equal(["\"s\" \"t\" ", "\"s\"  *"], asked.Distinct());
    }

    // moto deletes for good where versions are suspended; S3 puts a marker in the place of what was there:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html
    [Theory]
    [InlineData("1", true)]
    [InlineData("null", false)]
    public async Task What_was_deleted_is_kept_where_its_marker_is_a_version_of_its_own(string version, bool isKept)
    {
        await using var server = await LoopbackApplication.StartAsync(context =>
        {
            context.Response.StatusCode = 204;
            context.Response.Headers["x-amz-delete-marker"] = "true";
            context.Response.Headers["x-amz-version-id"] = version;
            return Task.CompletedTask;
        });
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        Assert.Equal(isKept, (await store.DeleteAsync(ObjectKey.FromClient("k"), ifMatch: null, default))!.IsKept);
    }

    [Fact]
    public async Task A_conditional_copy_whose_reply_was_lost_is_known_again()
    {
        var copies = 0;
        await using var server = await LoopbackApplication.StartAsync(context =>
        {
            if (context.Request.Method == "HEAD")
            {
                (context.Response.Headers.ETag, context.Response.Headers.LastModified) = ("\"s\"", "Sun, 01 May 2022 12:11:48 GMT");
                return Task.CompletedTask;
            }

            // Done, and the reply is lost; from then on the target is there.
            if (++copies == 1)
                context.Abort();
            context.Response.StatusCode = 412;
            return copies == 1 ? Task.CompletedTask : context.Response.WriteAsync("<Error><Code>PreconditionFailed</Code></Error>");
        });
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        var copied = await store.CopyAsync(ObjectKey.FromClient("k"), "\"s\"", ObjectKey.FromClient("t"), new WriteConditions(IsNew: true), default);
        Assert.Equal(new CopyResult.Copied("\"s\"", RequestId: null), copied);
        Assert.Equal(2, copies);
    }

    // "If the error occurs during the copy operation, the error response is embedded in the 200 OK response" (CopyObject).
    [Fact]
    public async Task A_copy_that_fails_under_way_is_not_taken_for_one()
    {
        await using var server = await LoopbackApplication.StartAsync(context =>
            context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>"));
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => store.CopyAsync(
            ObjectKey.FromClient("k"), "\"s\"", ObjectKey.FromClient("t"), WriteConditions.None, default));
    }

    [Fact]
    public async Task Of_many_one_may_fail_alone()
    {
        const string Bucket = "one-may-not";
        using var s3 = new AmazonS3Client(new AmazonS3Config { ServiceURL = _endpoint.AbsoluteUri, ForcePathStyle = true });
        await s3.PutBucketAsync(Bucket);
        await s3.PutBucketPolicyAsync(new PutBucketPolicyRequest
        {
            BucketName = Bucket,
            Policy = $$"""
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::{{Bucket}}/*"},
                {"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::{{Bucket}}/kept"}]}
                """,
        });
        using var store = new S3ObjectStore(Bucket, _endpoint, TimeProvider.System);
        var (kept, gone) = (ObjectKey.FromClient("kept"), ObjectKey.FromClient("gone"));
        foreach (var key in (ObjectKey[])[kept, gone])
            await store.PutAsync(key, Content("text"), WriteConditions.None, default);
        var result = await store.DeleteAsync([gone, kept], default);
        Assert.Equal((gone, KeyValuePair.Create(kept, DependencyFailure.Misconfigured)), (Assert.Single(result.Deleted).Key, FailureOf(Assert.Single(result.Failed))));
        Assert.Contains("AccessDenied", result.Failed[kept].InnerException!.Message, StringComparison.Ordinal);
        Assert.IsType<ReadResult.Missing>(await store.HeadAsync(gone, default));

        static KeyValuePair<ObjectKey, DependencyFailure> FailureOf(KeyValuePair<ObjectKey, DependencyException> failed) =>
            KeyValuePair.Create(failed.Key, failed.Value.Failure);
    }

    public void Dispose()
    {
        _store.Dispose();
        _withVersions.Dispose();
        _unreachable.Dispose();
    }
}
