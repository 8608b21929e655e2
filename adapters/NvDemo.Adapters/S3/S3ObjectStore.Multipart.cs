using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Core;
using NvDemo.Core.Storage;
using MultipartUpload = NvDemo.Core.Storage.MultipartUpload;

namespace NvDemo.Adapters.S3;

public sealed partial class S3ObjectStore : IMultipartStore
{
    // In the metadata of what was uploaded in parts.
    private const string UploadMark = "nv-upload";

    // Of each part, when the file is made of them.
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public Task<string> BeginAsync(ObjectKey key, ContentMetadata metadata, string mark, CancellationToken cancellation)
    {
        // S3 names the key in its replies, which are XML (https://www.w3.org/TR/xml/#charsets), as it is.
        if (key.Value.AsSpan().ContainsAny('\uFFFE', '\uFFFF'))
            throw new InvalidInputException("A file whose key has a U+FFFE or U+FFFF can't be stored in parts.");
        return CallAsync(CallTimeout, async token =>
        {
            var request = new InitiateMultipartUploadRequest
            {
                BucketName = _bucket,
                Key = key.Value,
                ContentType = metadata.Type,
                // The one checksum of a whole object that S3 works out by itself, whoever puts the parts.
                ChecksumAlgorithm = _keepsChecksums ? ChecksumAlgorithm.CRC64NVME : null,
                ChecksumType = _keepsChecksums ? ChecksumType.FULL_OBJECT : null,
            };
            request.Headers.ContentEncoding = metadata.Encoding;
            request.Headers.ContentDisposition = metadata.Disposition;
            if (metadata.Language is { } language)
                request.Headers["Content-Language"] = language;
            Describe(request.Metadata, metadata);
            request.Metadata[UploadMark] = mark;
            return (await _client.Value.InitiateMultipartUploadAsync(request, token)).UploadId;
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task<PresignedUrl> PresignPartAsync(
        ObjectKey key, string id, int number, TimeSpan lifetime, CancellationToken cancellation) => SignAsync(
            new GetPreSignedUrlRequest { Key = key.Value, Verb = HttpVerb.PUT, UploadId = id, PartNumber = number }, lifetime, cancellation);

    /// <inheritdoc/>
    public Task<StoredPart?> PutPartAsync(
        ObjectKey key, string id, int number, Stream content, long length, CancellationToken cancellation) =>
        CallAsync(content.CanSeek ? TimeOf(length) : UploadTimeout, async token =>
        {
            try
            {
                var response = await _client.Value.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _bucket,
                        Key = key.Value,
                        UploadId = id,
                        PartNumber = number,
                        PartSize = length,
                        InputStream = content,
                        // S3 takes no other checksum than the upload's, which the SDK can't work out; what is sent is signed.
                        DisableDefaultChecksumValidation = true,
                        UseChunkEncoding = length > 0 && !content.CanSeek,
                    },
                    token);
                return new StoredPart(number, length, response.ETag);
            }
            catch (AmazonS3Exception e) when (IsUnknownUpload(e))
            {
                return null;
            }
        }, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredPart>?> ListPartsAsync(
        ObjectKey key, string id, int after, int count, CancellationToken cancellation) =>
        CallAsync<IReadOnlyList<StoredPart>?>(CallTimeout, async token =>
        {
            try
            {
                var response = await _client.Value.ListPartsAsync(
                    new ListPartsRequest
                    {
                        BucketName = _bucket,
                        Key = key.Value,
                        UploadId = id,
                        PartNumberMarker = after.ToString(CultureInfo.InvariantCulture),
                        MaxParts = count,
                    },
                    token);
                return [.. (response.Parts ?? []).Select(part => new StoredPart(part.PartNumber!.Value, part.Size!.Value, Quoted(part.ETag)))];
            }
            catch (AmazonS3Exception e) when (IsUnknownUpload(e))
            {
                return null;
            }
        }, cancellation);

    /// <inheritdoc/>
    public Task<CompleteResult> CompleteAsync(
        MultipartUpload upload, IReadOnlyList<StoredPart> parts, WriteConditions conditions, string? crc64Nvme, CancellationToken cancellation) =>
        CallAsync(TimeToJoin(parts.Count), async token =>
        {
            if (parts.Count == 0)
                return await FindCompleteAsync(upload, crc64Nvme, token);
            try
            {
                if (crc64Nvme is not null && !await IsVerifiedAsync(upload, token))
                    return new CompleteResult.Unverifiable();
                var response = await _client.Value.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest
                    {
                        BucketName = _bucket,
                        Key = upload.Key.Value,
                        UploadId = upload.StoreId,
                        PartETags = [.. parts.Select(part => new PartETag(part.Number, part.ETag))],
                        IfMatch = conditions.IfMatch,
                        IfNoneMatch = conditions.IsNew ? "*" : null,
                        ChecksumCRC64NVME = crc64Nvme,
                        ChecksumType = crc64Nvme is null ? null : ChecksumType.FULL_OBJECT,
                    },
                    token);

                // In a bucket with versions it takes its place by when it was begun: what was stored or deleted since is newer, and S3 says
                // nothing of it (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html).
                return await FindCompleteAsync(upload, crc64Nvme: null, token) is CompleteResult.Complete made
                    ? made with { RequestId = response.ResponseMetadata.RequestId }
                    : new CompleteResult.Superseded();
            }
            catch (AmazonS3Exception e) when (IsUnknownUpload(e))
            {
                return await FindCompleteAsync(upload, crc64Nvme, token);
            }
            catch (AmazonS3Exception e) when (crc64Nvme is not null && e.ErrorCode == "BadDigest")
            {
                return new CompleteResult.OtherContent();
            }
            catch (AmazonS3Exception e) when (IsChanged(e, conditions != WriteConditions.None))
            {
                // Where a reply was lost, what is in the way is what it has made itself.
                return await FindCompleteAsync(upload, crc64Nvme, token) is CompleteResult.Complete complete ? complete : new CompleteResult.PreconditionFailed();
            }
        }, cancellation);

    /// <inheritdoc/>
    public Task AbortAsync(ObjectKey key, string id, CancellationToken cancellation) =>
        CallAsync(CallTimeout, async token =>
        {
            try
            {
                return await _client.Value.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = _bucket, Key = key.Value, UploadId = id }, token);
            }
            catch (AmazonS3Exception e) when (IsUnknownUpload(e))
            {
                return null;
            }
        }, cancellation);

    // And to look at what has come of it.
    private static TimeSpan TimeToJoin(int parts) => (2 * CallTimeout) + (parts * JoinTimeout) is var time && time < UploadTimeout ? time : UploadTimeout;

    private static bool IsUnknownUpload(AmazonS3Exception exception) => exception.ErrorCode == "NoSuchUpload";

    /// <summary>Whether the store verifies the checksum of an upload: one that does not know it takes any without a word.</summary>
    private async Task<bool> IsVerifiedAsync(MultipartUpload upload, CancellationToken cancellation)
    {
        var response = await _client.Value.ListPartsAsync(
            new ListPartsRequest { BucketName = _bucket, Key = upload.Key.Value, UploadId = upload.StoreId, MaxParts = 1 }, cancellation);
        return response.ChecksumAlgorithm == ChecksumAlgorithm.CRC64NVME && response.ChecksumType == ChecksumType.FULL_OBJECT;
    }

    private async Task<CompleteResult> FindCompleteAsync(MultipartUpload upload, string? crc64Nvme, CancellationToken cancellation)
    {
        var found = await FindAsync(new GetObjectMetadataRequest { Key = upload.Key.Value, ChecksumMode = ChecksumMode.ENABLED }, cancellation);
        if (found is null || found.Metadata[UploadMark] != upload.Id)
            return new CompleteResult.Unknown();
        if (crc64Nvme is null || crc64Nvme == found.ChecksumCRC64NVME)
            return new CompleteResult.Complete(found.ETag, RequestId: null);
        return found.ChecksumCRC64NVME is { Length: > 0 } ? new CompleteResult.OtherContent() : new CompleteResult.Unverifiable();
    }
}
