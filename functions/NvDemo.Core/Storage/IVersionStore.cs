namespace NvDemo.Core.Storage;

/// <summary>
/// Former versions of objects, where the bucket keeps them. Every method throws <see cref="DependencyException"/> when the bucket is out.
/// Held to by <c>ObjectStoreContract</c> in the tests.
/// </summary>
public interface IVersionStore
{
    /// <summary>The newest version of an object, current or not; <c>null</c> where none is kept.</summary>
    Task<KeptVersion?> FindVersionAsync(ObjectKey key, CancellationToken cancellation);

    /// <summary>The media type that a version was stored with; <c>null</c> where it has none, or is gone.</summary>
    Task<string?> ReadTypeAsync(ObjectKey key, KeptVersion version, CancellationToken cancellation);

    /// <summary>
    /// Makes a version, of at most <see cref="ServiceOptions.MaxCopy"/> bytes, current by a copy of it with its metadata, where nothing is at the
    /// key. The version itself stays.
    /// </summary>
    Task<CopyResult> RestoreAsync(ObjectKey key, KeptVersion version, CancellationToken cancellation);
}
