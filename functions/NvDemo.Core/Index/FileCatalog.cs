using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>The index with its cached pages: every change to what is listed invalidates those that it touches, after it is committed.</summary>
public sealed class FileCatalog(IFileIndex index, IListCache cache)
{
    /// <inheritdoc cref="IFileIndex.ListAsync"/>
    public Task<ListItems> ListAsync(ListQuery query, int count, CancellationToken cancellation) =>
        index.ListAsync(query, count, cancellation);

    /// <inheritdoc cref="IFileIndex.FindByFilenameAsync"/>
    public Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(
        string filename, KeyPrefixes prefixes, int count, CancellationToken cancellation) =>
        index.FindByFilenameAsync(filename, prefixes, count, cancellation);

    /// <inheritdoc cref="IFileIndex.RecordAsync(ObjectChange, CancellationToken)"/>
    public async Task RecordAsync(ObjectChange change, CancellationToken cancellation) =>
        await InvalidateAsync(await index.RecordAsync(change, cancellation), cancellation);

    /// <inheritdoc cref="IFileIndex.RecordAsync(IReadOnlyCollection{ObjectChange}, CancellationToken)"/>
    public async Task RecordAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation) =>
        await InvalidateAsync(await index.RecordAsync(changes, cancellation), cancellation);

    /// <inheritdoc cref="IFileIndex.ApplyAsync"/>
    public async Task<IReadOnlyList<ListRegion>> ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation)
    {
        var touched = await index.ApplyAsync(changes, cancellation);
        await InvalidateAsync(touched, cancellation);
        return touched;
    }

    /// <inheritdoc cref="IFileIndex.ApplyTracedAsync"/>
    public async Task<TracedChanges> ApplyTracedAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation)
    {
        var applied = await index.ApplyTracedAsync(changes, cancellation);
        await InvalidateAsync(applied.Touched, cancellation);
        return applied;
    }

    /// <inheritdoc cref="IFileIndex.DescribeAsync"/>
    public async Task DescribeAsync(IReadOnlyCollection<FileType> types, CancellationToken cancellation) =>
        await InvalidateAsync(await index.DescribeAsync(types, cancellation), cancellation);

    /// <inheritdoc cref="IFileIndex.AddedBeforeAsync"/>
    public Task<IReadOnlyList<ObjectKey>> AddedBeforeAsync(IReadOnlyCollection<ListedObject> objects, DateTime time, CancellationToken cancellation) =>
        index.AddedBeforeAsync(objects, time, cancellation);

    /// <inheritdoc cref="IFileIndex.ReadAsync"/>
    public Task<IReadOnlyList<IndexEntry>> ReadAsync(string after, int count, CancellationToken cancellation) =>
        index.ReadAsync(after, count, cancellation);

    /// <inheritdoc cref="IFileIndex.RepairAsync"/>
    public async Task<int> RepairAsync(IReadOnlyCollection<IndexRepair> repairs, DateTime observed, CancellationToken cancellation)
    {
        var repaired = await index.RepairAsync(repairs, observed, cancellation);
        await InvalidateAsync(repaired.Touched, cancellation);
        return repaired.Count;
    }

    /// <inheritdoc cref="IFileIndex.PurgeAsync"/>
    public Task<int> PurgeAsync(DateTime deletedBefore, CancellationToken cancellation) => index.PurgeAsync(deletedBefore, cancellation);

    private ValueTask InvalidateAsync(IReadOnlyList<ListRegion> touched, CancellationToken cancellation) =>
        touched.Count == 0 ? default : cache.InvalidateAsync(touched, cancellation);
}
