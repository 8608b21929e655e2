using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>Something that happened to an object of the bucket.</summary>
/// <param name="IsDelete">Whether it was deleted; otherwise it was stored.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Sequencer">S3's order of this event among those of the key; <c>null</c> where S3 did not report it.</param>
/// <param name="RequestId">S3's id of the request that did it, in the response to the request as in its event; <c>null</c> where unknown.</param>
/// <param name="Size">The object's size in bytes.</param>
/// <param name="ETag">The object's entity tag, without quotes.</param>
/// <param name="ContentType">The object's media type; <c>null</c> where unknown.</param>
/// <param name="Sha256">The SHA-256 of its content, where it has been verified as a whole.</param>
public sealed record ObjectChange(
    ObjectKey Key,
    bool IsDelete,
    DateTime Time,
    Sequencer? Sequencer,
    string? RequestId,
    long? Size,
    string? ETag,
    string? ContentType,
    Sha256Digest? Sha256 = null)
{
    /// <summary>The service itself has stored an object.</summary>
    public static ObjectChange Put(
        ObjectKey key, DateTime time, string? requestId, long size, string etag, string? contentType, Sha256Digest? sha256 = null) =>
        new(key, IsDelete: false, time, Sequencer: null, requestId, size, etag.Trim('"'), contentType, sha256);

    /// <summary>The service itself has deleted an object.</summary>
    public static ObjectChange Delete(ObjectKey key, DateTime time, string? requestId) =>
        new(key, IsDelete: true, time, Sequencer: null, requestId, Size: null, ETag: null, ContentType: null);
}
