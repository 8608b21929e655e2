namespace NvDemo.Core.Storage;

/// <summary>
/// Many objects at once. Every method throws <see cref="DependencyException"/> when the bucket is out. Held to by
/// <c>ObjectStoreContract</c> in the tests.
/// </summary>
public interface IBatchStore
{
    /// <summary>The most objects of one batch, and of one page of a listing.</summary>
    const int MaxObjects = 1000;

    /// <summary>As <see cref="IObjectStore.ListAsync"/>, of the objects whose keys begin with <paramref name="prefix"/>.</summary>
    Task<ObjectPage> ListAsync(string prefix, string after, CancellationToken cancellation);

    /// <summary>Deletes objects, 1 to <see cref="MaxObjects"/>, each for itself; one that is not there is no error.</summary>
    Task<BatchDeleteResult> DeleteAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken cancellation);
}
