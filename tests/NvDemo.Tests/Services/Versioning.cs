using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>Buckets that keep versions. Of deletions in one moto 5.2 sends no event, so the one of the clouds does only for a while.</summary>
internal static class Versioning
{
    /// <summary>Makes a bucket that keeps versions; one that is there may.</summary>
    public static async Task KeepVersionsAsync(this IAmazonS3 s3, string bucket)
    {
        await s3.PutBucketAsync(bucket);
        await SetAsync(s3, bucket, VersionStatus.Enabled);
    }

    /// <summary>Has the bucket of the clouds keep versions until the result is disposed.</summary>
    public static async Task<IAsyncDisposable> KeepVersionsAsync(this LocalCloudsFixture fixture)
    {
        var s3 = fixture.Clouds.Data.Aws.S3;
        await SetAsync(s3, LocalAws.Bucket, VersionStatus.Enabled);
        return new Suspension(s3);
    }

    private static async Task SetAsync(IAmazonS3 s3, string bucket, VersionStatus status) => await s3.PutBucketVersioningAsync(
        new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new S3BucketVersioningConfig { Status = status } });

    private sealed class Suspension(IAmazonS3 s3) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await SetAsync(s3, LocalAws.Bucket, VersionStatus.Suspended);
    }
}
