namespace NvDemo.Core.Storage;

/// <summary>
/// The uploads in parts that have begun, which either cloud goes on with. Every method throws <see cref="DependencyException"/> when it is
/// out. Those that have expired are not there.
/// </summary>
public interface IMultipartJournal
{
    Task AddAsync(MultipartUpload upload, CancellationToken cancellation);

    /// <summary>The upload; also one that is complete, so that completing it can be repeated.</summary>
    Task<MultipartUpload?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>
    /// Those that are not complete and whose keys begin with a prefix, by key and id, after those of a key and an id, at most
    /// <paramref name="count"/>.
    /// </summary>
    Task<IReadOnlyList<MultipartUpload>> ListAsync(string prefix, (string Key, string Id) after, int count, CancellationToken cancellation);

    /// <summary>Notes that it is complete.</summary>
    Task CompleteAsync(string id, CancellationToken cancellation);

    /// <summary>Forgets it.</summary>
    Task RemoveAsync(string id, CancellationToken cancellation);
}
