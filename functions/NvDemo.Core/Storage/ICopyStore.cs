namespace NvDemo.Core.Storage;

/// <summary>
/// Copies of objects, which the store makes by itself. Throws <see cref="DependencyException"/> when the bucket is out. Held to by
/// <c>ObjectStoreContract</c> in the tests.
/// </summary>
public interface ICopyStore
{
    /// <summary>Copies an object with its metadata whole or not at all, replacing what was there.</summary>
    /// <param name="source">The object, of at most 5 GB.</param>
    /// <param name="etag">The entity tag, quoted, that it must have.</param>
    /// <param name="target">Another key.</param>
    /// <param name="conditions">What must be so of the target.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<CopyResult> CopyAsync(ObjectKey source, string etag, ObjectKey target, WriteConditions conditions, CancellationToken cancellation);
}
