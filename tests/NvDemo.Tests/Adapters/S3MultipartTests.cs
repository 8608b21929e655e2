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

            sent = $"{context.Request.Headers["x-amz-checksum-crc64nvme"]} {context.Request.Headers["x-amz-checksum-type"]}";
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(answer);
        });
        using var store = new S3ObjectStore("b", server.Url, TimeProvider.System);
        var upload = new MultipartUpload("m", ObjectKey.FromClient("k"), "s", 10, 10, "a/b", DateTime.UtcNow);
        Assert.IsType(expected, await store.CompleteAsync(upload, [new StoredPart(1, 10, "\"e\"")], WriteConditions.None, "AAAAAAAAAAA=", default));
        Assert.Equal(status == 500 ? "" : "AAAAAAAAAAA= FULL_OBJECT", sent);
    }

    public void Dispose()
    {
        _store.Dispose();
        _unreachable.Dispose();
    }
}
