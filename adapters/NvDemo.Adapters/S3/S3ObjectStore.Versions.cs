using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

public sealed partial class S3ObjectStore : IVersionStore
{
    // Deletions of what was deleted before leave a marker each.
    private const int VersionsAtOnce = 100;

    /// <inheritdoc/>
    public Task<KeptVersion?> FindVersionAsync(ObjectKey key, CancellationToken cancellation) =>
        CallAsync<KeptVersion?>(CallTimeout, async token =>
        {
            var request = new ListVersionsRequest
            {
                BucketName = _bucket,
                Prefix = key.Value,
                MaxKeys = VersionsAtOnce,
                Encoding = EncodingType.Url,
            };
            while (true)
            {
                var page = await _client.Value.ListVersionsAsync(request, token);
                // Those of the key itself come first, the newest before the others; of what is no version but a deletion there may be many.
                List<S3ObjectVersion> own = [.. (page.Versions ?? []).Where(version => KeyOf(page, version.Key) == key.Value)];
                if (own.Find(version => version.IsDeleteMarker is not true) is { } version)
                    return new KeptVersion(version.VersionId, version.IsLatest is true, version.Size ?? 0, Quoted(version.ETag));
                if (own.Count == 0 || page.IsTruncated is not true)
                    return null;
                (request.KeyMarker, request.VersionIdMarker) = (KeyOf(page, page.NextKeyMarker), page.NextVersionIdMarker);
            }
        }, cancellation);

    /// <inheritdoc/>
    public Task<string?> ReadTypeAsync(ObjectKey key, KeptVersion version, CancellationToken cancellation) =>
        CallAsync(CallTimeout, async token =>
        {
            var found = await FindAsync(new GetObjectMetadataRequest { Key = key.Value, VersionId = version.Id }, token);
            return Text(found?.Headers.ContentType);
        }, cancellation);

    /// <inheritdoc/>
    public Task<CopyResult> RestoreAsync(ObjectKey key, KeptVersion version, CancellationToken cancellation) =>
        CopyAsync(
            new CopyObjectRequest
            {
                SourceKey = key.Value,
                SourceVersionId = version.Id,
                DestinationKey = key.Value,
                IfNoneMatch = "*",
            },
            version.ETag,
            cancellation);

    // Not every server encodes them, but the one that does says so.
    private static string KeyOf(ListVersionsResponse page, string text) => page.Encoding == EncodingType.Url ? Decoded(text) : text;

    private static string Decoded(string urlEncoded) => Uri.UnescapeDataString(urlEncoded.Replace('+', ' '));
}
