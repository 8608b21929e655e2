using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Adapters.Aws;
using NvDemo.Core;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

public sealed partial class S3ObjectStore : IBatchStore
{
    // Of requests for single objects.
    private const int AtOnce = 16;

    /// <inheritdoc/>
    public Task<ObjectPage> ListAsync(string prefix, string after, CancellationToken cancellation) =>
        CallAsync(CallTimeout, async token =>
        {
            // XML 1.0 has no way to write some characters that keys may hold, so they are asked for URL-encoded.
            var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix, StartAfter = after, Encoding = EncodingType.Url };
            var response = await _client.Value.ListObjectsV2Async(request, token);
            var objects = (response.S3Objects ?? []).ConvertAll(item => new ListedObject(
                ObjectKey.FromBucket(Decoded(item.Key)),
                item.Size ?? 0,
                item.ETag.Trim('"'),
                item.LastModified!.Value.ToUniversalTime()));
            return new ObjectPage(objects, response.IsTruncated is not true);
        }, cancellation);

    /// <inheritdoc/>
    public Task<BatchDeleteResult> DeleteAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken cancellation) =>
        CallAsync(UploadTimeout, async token =>
        {
            var deleted = new Dictionary<ObjectKey, string?>();
            var failed = new Dictionary<ObjectKey, DependencyException>();
            List<ObjectKey> together = [.. keys.Where(key => IsText(key.Value))];
            if (together.Count > 0)
                await DeleteTogetherAsync(together, deleted, failed, token);

            // What XML can't name is deleted by URL.
            await Parallel.ForEachAsync(
                keys.Where(key => !IsText(key.Value)),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = token },
                async (key, each) =>
                {
                    try
                    {
                        var result = await DeleteAsync(key, ifMatch: null, each);
                        lock (deleted)
                            deleted[key] = result!.RequestId;
                    }
                    catch (DependencyException e)
                    {
                        lock (deleted)
                            failed[key] = e;
                    }
                });
            return new BatchDeleteResult(deleted, failed);
        }, cancellation);

    private async Task DeleteTogetherAsync(
        List<ObjectKey> keys, Dictionary<ObjectKey, string?> deleted, Dictionary<ObjectKey, DependencyException> failed, CancellationToken cancellation)
    {
        var request = new DeleteObjectsRequest
        {
            BucketName = _bucket,
            Objects = keys.ConvertAll(key => new KeyVersion { Key = key.Value }),
            Quiet = true,
        };
        DeleteObjectsResponse response;
        try
        {
            response = await _client.Value.DeleteObjectsAsync(request, cancellation);
        }
        catch (DeleteObjectsException e)
        {
            // The SDK makes an exception of a response in which one object failed.
            response = e.Response;
        }

        foreach (var error in response.DeleteErrors ?? [])
            failed[ObjectKey.FromBucket(error.Key)] = Failure(error);
        foreach (var key in keys)
        {
            if (!failed.ContainsKey(key))
                deleted[key] = response.ResponseMetadata.RequestId;
        }
    }

    // It has no status of its own.
    private static DependencyException Failure(DeleteError error)
    {
        var cause = new AmazonS3Exception($"{error.Code}: {error.Message}")
        {
            ErrorCode = error.Code,
            StatusCode = error.Code == "AccessDenied" ? HttpStatusCode.Forbidden : HttpStatusCode.InternalServerError,
        };
        return new DependencyException("S3", AwsErrors.Failure(cause), cause);
    }

    /// <summary>Whether XML 1.0 can write it so that it is read as it was.</summary>
    private static bool IsText(string key) => !key.Any(character => char.IsControl(character) || character is '\uFFFE' or '\uFFFF');
}
