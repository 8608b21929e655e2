using NvDemo.Core.Events;
using NvDemo.Core.Files;

namespace NvDemo.Core.Ports;

/// <summary>
/// The index of the bucket's files. Every method throws <see cref="DependencyUnavailableException"/> when it is out. Held to by
/// <c>FileIndexContract</c> in the tests.
/// </summary>
public interface IFileIndex
{
    /// <summary>
    /// The files after the query's cursor, by date added and then by key (ordinal), at most <paramref name="count"/>; in one round trip
    /// whose cost does not depend on the page.
    /// </summary>
    Task<IReadOnlyList<FileEntry>> ListAsync(ListQuery query, int count, CancellationToken cancellation);

    /// <summary>The keys whose last segment is <paramref name="filename"/>, in order, at most <paramref name="count"/>.</summary>
    Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(string filename, int count, CancellationToken cancellation);

    /// <summary>Records what the service itself has just done to the bucket: visible to every reader when this returns.</summary>
    Task RecordAsync(ObjectChange change, CancellationToken cancellation);

    /// <summary>
    /// Applies changes that the bucket has reported, in any order and any number of times: all in one round trip and one transaction,
    /// each only if it is newer than what the index has of its key.
    /// </summary>
    Task ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation);

    /// <summary>Returns when the index answers.</summary>
    Task PingAsync(CancellationToken cancellation);
}
