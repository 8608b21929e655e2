namespace NvDemo.Core.Storage;

/// <summary>
/// Objects that are stored in parts, by whoever has a URL for each, and appear when they are complete. Every method throws
/// <see cref="DependencyException"/> when the bucket is out. Held to by <c>MultipartStoreContract</c> in the tests.
/// </summary>
public interface IMultipartStore
{
    /// <summary>Begins an upload.</summary>
    /// <param name="key">Where the object will be.</param>
    /// <param name="metadata">What its content is.</param>
    /// <param name="mark">Stored with the object, so that what this upload has made is known again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The store's own id of it.</returns>
    Task<string> BeginAsync(ObjectKey key, ContentMetadata metadata, string mark, CancellationToken cancellation);

    /// <summary>A URL to <c>PUT</c> a part to, made without a round trip.</summary>
    Task<PresignedUrl> PresignPartAsync(ObjectKey key, string id, int number, TimeSpan lifetime, CancellationToken cancellation);

    /// <summary>Stores a part, in the place of the one that had its number.</summary>
    /// <returns><c>null</c> when there is no such upload.</returns>
    Task<StoredPart?> PutPartAsync(ObjectKey key, string id, int number, Stream content, long length, CancellationToken cancellation);

    /// <summary>The stored parts that follow a number, in order, at most <paramref name="count"/>, which is at most 1,000.</summary>
    /// <returns><c>null</c> when there is no such upload (any more).</returns>
    Task<IReadOnlyList<StoredPart>?> ListPartsAsync(ObjectKey key, string id, int after, int count, CancellationToken cancellation);

    /// <summary>
    /// Makes the object of its parts, which replaces what was there. It can be repeated: an upload that has made the object that is there is
    /// complete.
    /// </summary>
    /// <param name="upload">The upload.</param>
    /// <param name="parts">Its parts in order; empty where only an object that it has made already is asked for.</param>
    /// <param name="conditions">What it depends on.</param>
    /// <param name="crc64Nvme">The CRC-64/NVME, in Base64, that the whole content must have, by the store's own account; <c>null</c> for any.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<CompleteResult> CompleteAsync(
        MultipartUpload upload, IReadOnlyList<StoredPart> parts, WriteConditions conditions, string? crc64Nvme, CancellationToken cancellation);

    /// <summary>Gives up an upload with its parts; one that is not there is no error.</summary>
    Task AbortAsync(ObjectKey key, string id, CancellationToken cancellation);
}
