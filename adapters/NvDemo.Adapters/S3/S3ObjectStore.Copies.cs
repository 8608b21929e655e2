using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

public sealed partial class S3ObjectStore : ICopyStore
{
    /// <inheritdoc/>
    public Task<CopyResult> CopyAsync(
        ObjectKey source, string etag, ObjectKey target, WriteConditions conditions, CancellationToken cancellation) =>
        CopyAsync(
            new CopyObjectRequest
            {
                SourceKey = source.Value,
                ETagToMatch = etag,
                DestinationKey = target.Value,
                IfMatch = conditions.IfMatch,
                IfNoneMatch = conditions.IsNew ? "*" : null,
            },
            cancellation);

    private Task<CopyResult> CopyAsync(CopyObjectRequest request, CancellationToken cancellation) =>
        CallAsync<CopyResult>(UploadTimeout, async token =>
        {
            try
            {
                (request.SourceBucket, request.DestinationBucket) = (_bucket, _bucket);
                request.MetadataDirective = S3MetadataDirective.COPY;
                // To copy tags, which are none of the service's, would take rights on them.
                request.TaggingDirective = TaggingDirective.REPLACE;
                var response = await _client.Value.CopyObjectAsync(request, token);
                return new CopyResult.Copied(Quoted(response.ETag), response.ResponseMetadata.RequestId);
            }
            catch (AmazonS3Exception e) when (IsChanged(e, isConditional: true))
            {
                return new CopyResult.Changed();
            }
            catch (AmazonS3Exception e) when (e.ErrorCode is "InvalidObjectState" or "ObjectNotInActiveTierError")
            {
                return new CopyResult.Archived();
            }
        }, cancellation);
}
