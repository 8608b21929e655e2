namespace NvDemo.Core.Storage;

/// <summary>
/// Copies of objects, which the store makes by itself. Throws <see cref="DependencyException"/> when the bucket is out. Held to by
/// <c>ObjectStoreContract</c> in the tests.
/// </summary>
public interface ICopyStore
{
    /// <summary>The most bytes of an object that is copied: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html.</summary>
    const long MaxSize = 5L << 30;

    /// <summary>Copies an object with its metadata whole or not at all, replacing what was there.</summary>
    /// <param name="source">The object, of at most <see cref="MaxSize"/> bytes.</param>
    /// <param name="etag">The entity tag, quoted, that it must have.</param>
    /// <param name="target">Another key.</param>
    /// <param name="conditions">What must be so of the target.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<CopyResult> CopyAsync(ObjectKey source, string etag, ObjectKey target, WriteConditions conditions, CancellationToken cancellation);
}
