namespace NvDemo.Core.Storage;

/// <summary>
/// Copies of objects, which the store makes by itself. Throws <see cref="DependencyException"/> when the bucket is out. Held to by
/// <c>ObjectStoreContract</c> in the tests.
/// </summary>
public interface ICopyStore
{
    /// <summary>Copies an object with its metadata whole or not at all, replacing what was there.</summary>
    /// <param name="source">The object, of at most <see cref="ServiceOptions.MaxCopy"/> bytes.</param>
    /// <param name="etag">The entity tag, quoted, that it must have.</param>
    /// <param name="target">Another key.</param>
    /// <param name="conditions">What must be so of the target.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<CopyResult> CopyAsync(ObjectKey source, string etag, ObjectKey target, WriteConditions conditions, CancellationToken cancellation);

    /// <summary>Copies into an upload in parts the bytes of an object that one of its parts is to have.</summary>
    /// <param name="source">The object, which has as many bytes as the upload.</param>
    /// <param name="etag">The entity tag, quoted, that it must have.</param>
    /// <param name="upload">The upload; where there is no such any more, the result is <see cref="CopyResult.Changed"/>.</param>
    /// <param name="number">The part's number.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<CopyResult> CopyPartAsync(ObjectKey source, string etag, MultipartUpload upload, int number, CancellationToken cancellation);
}
