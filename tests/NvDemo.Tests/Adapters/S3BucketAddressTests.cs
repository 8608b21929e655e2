using Amazon.Runtime;
using NvDemo.Adapters.S3;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>The page may talk to the bucket's origin and to no other, so it has to be that of the presigned URLs.</summary>
public sealed class S3BucketAddressTests
{
    private static readonly BasicAWSCredentials Credentials = new("key", "secret");

    [Theory]
    [InlineData("files", "http://127.0.0.1:9000/")]
    [InlineData("files", null)]
    [InlineData("files.example.com", null)]
    public async Task The_origin_is_that_of_presigned_URLs(string bucket, string? endpoint)
    {
        var server = endpoint is null ? null : new Uri(endpoint);
        var region = Environment.GetEnvironmentVariable("AWS_REGION") ?? LocalAws.Region;
        Environment.SetEnvironmentVariable("AWS_REGION", region);
        using var store = new S3ObjectStore(bucket, server, TimeProvider.System, Credentials);
        var url = await store.PresignAsync(ObjectKey.FromBucket("a"), PresignedVerb.Get, TimeSpan.FromMinutes(1), null, default);
        Assert.Equal(new Uri(url.Url).GetLeftPart(UriPartial.Authority), new S3BucketAddress(bucket, server, region).Origin);
    }
}
