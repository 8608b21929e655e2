using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>
/// The index of the bucket's files. Every method throws <see cref="DependencyException"/> when it is out. Held to by
/// <c>FileIndexContract</c> in the tests.
/// </summary>
public interface IFileIndex
{
    /// <summary>
    /// The items after the query's cursor, by date added and then by key, or by key alone (<see cref="ListQuery.IsByKey"/>), at most
    /// <paramref name="count"/>; in one round trip whose cost depends neither on the page nor on how much there is, also in folders that are
    /// folded. See <see cref="ListQuery.IncludesCursor"/>. The caller disposes them.
    /// </summary>
    Task<ListItems> ListAsync(ListQuery query, int count, CancellationToken cancellation);

    /// <summary>
    /// The keys inside <paramref name="prefixes"/> whose last segment is <paramref name="filename"/>, in order, at most
    /// <paramref name="count"/>.
    /// </summary>
    Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(
        string filename, KeyPrefixes prefixes, int count, CancellationToken cancellation);

    /// <summary>
    /// Records what the service itself has just done to the bucket: visible to every reader when this returns. It stays visible, whatever
    /// older events arrive, until a newer change is known. Where the request is traced (<see cref="ServiceTraces.TraceParent"/>), so is the
    /// change: <see cref="ApplyTracedAsync"/>.
    /// </summary>
    /// <returns>The parts of the list that are not as they may have been before, for whoever keeps pages of it.</returns>
    Task<IReadOnlyList<ListRegion>> RecordAsync(ObjectChange change, CancellationToken cancellation);

    /// <summary>As <see cref="RecordAsync(ObjectChange, CancellationToken)"/> of many changes, each of another key: in one round trip, all or none.</summary>
    Task<IReadOnlyList<ListRegion>> RecordAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation);

    /// <summary>
    /// Applies changes that the bucket has reported, in any order and any number of times: all in one round trip and one transaction,
    /// each only if it is newer than what the index has of its key.
    /// </summary>
    /// <returns>The parts of the list that it changed: none if all was known.</returns>
    Task<IReadOnlyList<ListRegion>> ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation);

    /// <summary>As <see cref="ApplyAsync"/>, and finds out in the same round trip which changes a traced request of the service has made.</summary>
    Task<TracedChanges> ApplyTracedAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation);

    /// <summary>Adds the media types of files of which none is known, and their checksums, each only while its content is still the same.</summary>
    /// <returns>As of <see cref="ApplyAsync"/>.</returns>
    Task<IReadOnlyList<ListRegion>> DescribeAsync(IReadOnlyCollection<FileType> types, CancellationToken cancellation);

    /// <summary>Those of some objects that are listed as they are with a date before a time (UTC).</summary>
    Task<IReadOnlyList<ObjectKey>> AddedBeforeAsync(IReadOnlyCollection<ListedObject> objects, DateTime time, CancellationToken cancellation);

    /// <summary>
    /// What the index has of the keys after <paramref name="after"/> (empty: all), tombstones included, in the order of the keys' UTF-8
    /// bytes, at most <paramref name="count"/>.
    /// </summary>
    Task<IReadOnlyList<IndexEntry>> ReadAsync(string after, int count, CancellationToken cancellation);

    /// <summary>
    /// Brings keys in line with what the bucket had at <paramref name="observed"/> or later (UTC): each only if its entry has not changed
    /// since it was read. Changes that are reported later than that time are newer.
    /// </summary>
    /// <returns>How many were changed, and the parts of the list that they touch.</returns>
    Task<(int Count, IReadOnlyList<ListRegion> Touched)> RepairAsync(IReadOnlyCollection<IndexRepair> repairs, DateTime observed, CancellationToken cancellation);

    /// <summary>Forgets the tombstones of keys that were deleted before a time (UTC), a few thousand at a time.</summary>
    /// <returns>How many; 0 when there are no more.</returns>
    Task<int> PurgeAsync(DateTime deletedBefore, CancellationToken cancellation);

    /// <summary>Returns when the index answers.</summary>
    Task PingAsync(CancellationToken cancellation);
}
