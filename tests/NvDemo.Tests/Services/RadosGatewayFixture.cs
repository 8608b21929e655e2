using Amazon.Runtime;
using Amazon.S3;
using NvDemo.Adapters.S3;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>A strict S3 server, which refuses what is not signed as it must be.</summary>
public sealed class RadosGatewayFixture : IAsyncLifetime
{
    private static readonly BasicAWSCredentials Credentials = new(LocalAws.AccessKey, LocalAws.SecretKey);

    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-rgw-").FullName;
    private RadosGateway? _gateway;

    private RadosGateway Gateway => _gateway ?? throw new InvalidOperationException("The S3 server is not up.");

    /// <summary>The adapter on a bucket of it, or of a server elsewhere.</summary>
    public S3ObjectStore CreateStore(Uri? elsewhere = null, string bucket = LocalAws.Bucket, string secretKey = LocalAws.SecretKey) =>
        new(bucket, elsewhere ?? Gateway.Endpoint, TimeProvider.System, new BasicAWSCredentials(LocalAws.AccessKey, secretKey));

    /// <summary>Makes a bucket that keeps versions, if it is not there yet.</summary>
    public async Task KeepVersionsAsync(string bucket)
    {
        using var s3 = CreateClient();
        await s3.KeepVersionsAsync(bucket);
    }

    public async Task InitializeAsync()
    {
        _gateway = await RadosGateway.StartAsync(_directory);
        using var s3 = CreateClient();
        await s3.PutBucketAsync(LocalAws.Bucket);
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private AmazonS3Client CreateClient() => new(
        Credentials, new AmazonS3Config { ServiceURL = Gateway.Endpoint.AbsoluteUri, AuthenticationRegion = LocalAws.Region, ForcePathStyle = true });
}

[CollectionDefinition(Name)]
public sealed class RadosGatewayCollection : ICollectionFixture<RadosGatewayFixture>
{
    public const string Name = "strict S3 server";
}
