using Microsoft.AspNetCore.Http;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class S3MultipartTests(LocalCloudsFixture fixture) : MultipartStoreContract, IDisposable
{
    private readonly S3ObjectStore _store = new(LocalAws.Bucket, fixture.Clouds.Data.Moto.Endpoint, TimeProvider.System);
    private readonly S3ObjectStore _unreachable = new(LocalAws.Bucket, Nowhere.Url, TimeProvider.System);

    protected override IMultipartStore Store => _store;

    protected override IObjectStore Objects => _store;

    protected override IMultipartStore Unreachable => _unreachable;

    private static MultipartUpload Upload => new("m", ObjectKey.FromClient("k"), "s", 10, 10, "a/b", DateTime.UtcNow);

    // moto 5.2 fails on its parts.
    protected override bool KnowsWhatIsGone => false;

    // Nor does it look at a checksum.
    protected override bool VerifiesChecksums => false;

    // What neither moto nor Ceph has: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
    [Theory]
    [InlineData("CRC64NVME", "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>", 200, typeof(CompleteResult.Complete))]
    [InlineData("CRC64NVME", "<Error><Code>BadDigest</Code></Error>", 400, typeof(CompleteResult.OtherContent))]
    [InlineData("CRC32", "", 500, typeof(CompleteResult.Unverifiable))]
    public async Task A_checksum_is_verified_where_the_upload_has_it(string algorithm, string answer, int status, Type expected)
    {
        var sent = "";
        await using var server = await LoopbackApplication.StartAsync(async context =>
        {
            if (context.Request.Method == "GET")
            {
                await context.Response.WriteAsync(
                    $"<ListPartsResult><ChecksumAlgorithm>{algorithm}</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType></ListPartsResult>");
                return;
            }

            if (context.Request.Method == "HEAD")
            {
                context.Response.Headers.ETag = "\"e\"";
                context.Response.Headers["x-amz-meta-nv-upload"] = "m";
                context.Response.Headers["x-amz-checksum-crc64nvme"] = "AAAAAAAAAAA=";
                return;
            }

            sent = $"{context.Request.Headers["x-amz-checksum-crc64nvme"]} {context.Request.Headers["x-amz-checksum-type"]}";
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(answer);
        });
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        Assert.IsType(expected, await store.CompleteAsync(Upload, [new StoredPart(1, 10, "\"e\"")], WriteConditions.None, "AAAAAAAAAAA=", default));
        Assert.Equal(status == 500 ? "" : "AAAAAAAAAAA= FULL_OBJECT", sent);
    }

    // A bucket with versions says that an upload is complete also where it is behind what began after it:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    [Theory]
    [InlineData(200, "m", typeof(CompleteResult.Complete))]
    [InlineData(200, "other", typeof(CompleteResult.Superseded))]
    [InlineData(200, null, typeof(CompleteResult.Superseded))]
    [InlineData(404, "m", typeof(CompleteResult.Superseded))]
    public async Task An_upload_is_complete_where_its_file_is_the_one_that_is_there(int status, string? mark, Type expected)
    {
        await using var server = await LoopbackApplication.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                await context.Response.WriteAsync("<CompleteMultipartUploadResult><ETag>\"e-1\"</ETag></CompleteMultipartUploadResult>");
                return;
            }

            context.Response.StatusCode = status;
            context.Response.Headers.ETag = "\"e-1\"";
            if (mark is not null)
                context.Response.Headers["x-amz-meta-nv-upload"] = mark;
        });
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        Assert.IsType(expected, await store.CompleteAsync(Upload, [new StoredPart(1, 10, "\"e\"")], WriteConditions.None, crc64Nvme: null, default));
    }

    // Where moto fails, and Ceph still knows it for a while.
    [Theory]
    [InlineData("m", typeof(CompleteResult.Complete))]
    [InlineData("other", typeof(CompleteResult.Unknown))]
    public async Task An_upload_that_is_not_there_is_told_from_an_outage(string mark, Type expected)
    {
        await using var server = await LoopbackApplication.StartAsync(async context =>
        {
            if (context.Request.Method == "HEAD")
            {
                context.Response.Headers.ETag = "\"e-1\"";
                context.Response.Headers["x-amz-meta-nv-upload"] = mark;
                return;
            }

            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("<Error><Code>NoSuchUpload</Code></Error>");
        });
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        Assert.Null(await store.ListPartsAsync(Upload.Key, "s", 0, 10, default));
        Assert.Null(await store.PutPartAsync(Upload.Key, "s", 1, new MemoryStream([1]), 1, default));
        await store.AbortAsync(Upload.Key, "s", default);
        Assert.IsType(expected, await store.CompleteAsync(Upload, [new StoredPart(1, 10, "\"e\"")], WriteConditions.None, crc64Nvme: null, default));
    }

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
