using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Core.Storage;
using MultipartUpload = NvDemo.Core.Storage.MultipartUpload;

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
            etag,
            cancellation);

    private Task<CopyResult> CopyAsync(CopyObjectRequest request, string etag, CancellationToken cancellation) =>
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
            catch (AmazonS3Exception e) when (NotCopied(e) is { } result)
            {
                var isConditional = request.IfMatch is not null || request.IfNoneMatch is not null;
                return result is CopyResult.Changed && isConditional ? await FindCopyAsync(request.DestinationKey, etag, token) ?? result : result;
            }
        }, cancellation);

    /// <summary>
    /// What a conditional copy has made that was sent again because its reply was lost: the same content in the place of what the condition
    /// was about. An object in parts has another tag than a copy of it, and is not known again.
    /// </summary>
    private async Task<CopyResult?> FindCopyAsync(string key, string etag, CancellationToken cancellation)
    {
        var found = await FindAsync(new GetObjectMetadataRequest { Key = key }, cancellation);
        return found?.ETag == etag ? new CopyResult.Copied(etag, RequestId: null) : null;
    }

    /// <inheritdoc/>
    public Task<CopyResult> CopyPartAsync(
        ObjectKey source, string etag, MultipartUpload upload, int number, CancellationToken cancellation) =>
        CallAsync<CopyResult>(UploadTimeout, async token =>
        {
            try
            {
                var first = (number - 1) * upload.PartSize;
                var request = new CopyPartRequest
                {
                    SourceBucket = _bucket,
                    SourceKey = source.Value,
                    ETagToMatch = [etag],
                    FirstByte = first,
                    LastByte = first + upload.SizeOf(number) - 1,
                    DestinationBucket = _bucket,
                    DestinationKey = upload.Key.Value,
                    UploadId = upload.StoreId,
                    PartNumber = number,
                };
                var response = await _client.Value.CopyPartAsync(request, token);
                return new CopyResult.Copied(Quoted(response.ETag), response.ResponseMetadata.RequestId);
            }
            catch (AmazonS3Exception e) when (NotCopied(e) is not null || IsUnknownUpload(e))
            {
                return NotCopied(e) ?? new CopyResult.Changed();
            }
        }, cancellation);

    private static CopyResult? NotCopied(AmazonS3Exception exception) =>
        IsChanged(exception, isConditional: true) ? new CopyResult.Changed()
        : exception.ErrorCode is "InvalidObjectState" or "ObjectNotInActiveTierError" ? new CopyResult.Archived()
        : null;
}
