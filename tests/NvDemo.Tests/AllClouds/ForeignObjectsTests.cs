using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary>Objects that others have put into the bucket, as the service would not have.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ForeignObjectsTests(LocalCloudsFixture fixture) : IDisposable
{
    private readonly AmazonS3Client _s3 = new(new AmazonS3Config { ServiceURL = fixture.Clouds.Data.Moto.Endpoint.AbsoluteUri, ForcePathStyle = true });

    public void Dispose() => _s3.Dispose();

    [Fact]
    public async Task A_header_that_can_not_be_sent_is_left_out()
    {
        var request = new PutObjectRequest { BucketName = LocalAws.Bucket, Key = $"foreign-{Guid.NewGuid():N}", ContentBody = "x", ContentType = "text/plain; x=\"a\u007Fb\"" };
        request.Headers.ContentDisposition = "inline; filename=\"a\u007Fb\"";
        await _s3.PutObjectAsync(request);
        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            foreach (var method in (string[])["GET", "HEAD"])
            {
                var reply = await client.SendAsync(method, "/" + request.Key);
                Assert.Equal((200, "application/octet-stream", null), (reply.Status, reply.Header("Content-Type"), reply.Header("Content-Disposition")));
            }
        }
    }

    [Fact]
    public async Task What_S3_has_verified_is_told_though_no_event_does()
    {
        var request = new PutObjectRequest
        {
            BucketName = LocalAws.Bucket,
            Key = $"verified-{Guid.NewGuid():N}",
            ContentBody = "x",
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData("x"u8)),
            UseChunkEncoding = false,
        };
        await _s3.PutObjectAsync(request);
        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            var sha256 = SHA256.HashData("x"u8);
            Assert.Equal($"sha-256=:{Convert.ToBase64String(sha256)}:", (await client.GetAsync("/" + request.Key)).Header("Repr-Digest"));
            await Eventually.EqualAsync(
                Convert.ToHexStringLower(sha256),
                async () => (await client.GetAsync($"/api/list?prefix={request.Key}")).Json.EnumerateArray()
                    .Select(item => item.GetProperty("sha256").GetString()).SingleOrDefault());
        }
    }

    [Fact]
    public async Task An_archived_file_is_no_outage()
    {
        var request = new PutObjectRequest { BucketName = LocalAws.Bucket, Key = $"archived-{Guid.NewGuid():N}", ContentBody = "x", StorageClass = S3StorageClass.DeepArchive };
        await _s3.PutObjectAsync(request);
        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            var reply = await client.GetAsync("/" + request.Key);
            Assert.Equal(409, reply.Status);
            Assert.Contains("archived", reply.Text);
            Assert.Equal(200, (await client.SendAsync("HEAD", "/" + request.Key)).Status);
        }
    }
}
