using Amazon.S3.Endpoints;
using Amazon.S3.Internal;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

/// <summary>The bucket's origin by the endpoint rules of S3, which the SDK signs URLs by too.</summary>
/// <param name="endpoint">The server; <c>null</c> for Amazon S3 in the region.</param>
public sealed class S3BucketAddress(string bucket, Uri? endpoint, string region) : IBucketAddress
{
    /// <inheritdoc/>
    public string Origin => (endpoint ?? OfRegion()).GetLeftPart(UriPartial.Authority);

    private Uri OfRegion() =>
        new(new AmazonS3EndpointProvider().ResolveEndpoint(new S3EndpointParameters { Bucket = bucket, Region = region }).URL);
}
