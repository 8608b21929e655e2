namespace NvDemo.Core.Storage;

/// <summary>
/// The uploads by TUS that have begun, which either cloud goes on with, perhaps both at once. Every method throws
/// <see cref="DependencyException"/> when it is out. Those that have expired are not there.
/// </summary>
public interface ITusJournal
{
    Task AddAsync(TusUpload upload, CancellationToken cancellation);

    /// <summary>The upload; also one that is complete, until it expires.</summary>
    Task<TusUpload?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>A number for a part, which nobody else ever gets: larger than those of all parts that an upload had when it was found.</summary>
    /// <returns><c>null</c> when there is no such upload.</returns>
    Task<int?> ReservePartAsync(string id, CancellationToken cancellation);

    /// <summary>Puts an upload in the place of the version before its own, with the part that has been added to it, if one has.</summary>
    /// <returns>Whether it has: not where that version is no longer there.</returns>
    Task<bool> CommitAsync(TusUpload upload, StoredPart? part, CancellationToken cancellation);

    /// <summary>The parts, in order.</summary>
    Task<IReadOnlyList<StoredPart>> PartsAsync(string id, CancellationToken cancellation);

    /// <summary>Notes that it is complete.</summary>
    Task CompleteAsync(string id, CancellationToken cancellation);

    /// <summary>Forgets it.</summary>
    Task RemoveAsync(string id, CancellationToken cancellation);
}
