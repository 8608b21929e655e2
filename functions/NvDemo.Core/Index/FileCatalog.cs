using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>The index with its cached pages: every change to the index invalidates them, after it is committed.</summary>
public sealed class FileCatalog(IFileIndex index, IListCache cache)
{
    /// <inheritdoc cref="IFileIndex.ListAsync"/>
    public Task<IReadOnlyList<ListItem>> ListAsync(ListQuery query, int count, CancellationToken cancellation) =>
        index.ListAsync(query, count, cancellation);

    /// <inheritdoc cref="IFileIndex.FindByFilenameAsync"/>
    public Task<IReadOnlyList<ObjectKey>> FindByFilenameAsync(
        string filename, KeyPrefixes prefixes, int count, CancellationToken cancellation) =>
        index.FindByFilenameAsync(filename, prefixes, count, cancellation);

    /// <inheritdoc cref="IFileIndex.RecordAsync"/>
    public async Task RecordAsync(ObjectChange change, CancellationToken cancellation)
    {
        await index.RecordAsync(change, cancellation);
        await cache.InvalidateAsync(cancellation);
    }

    /// <inheritdoc cref="IFileIndex.ApplyAsync"/>
    public async Task ApplyAsync(IReadOnlyCollection<ObjectChange> changes, CancellationToken cancellation)
    {
        await index.ApplyAsync(changes, cancellation);
        await cache.InvalidateAsync(cancellation);
    }

    /// <inheritdoc cref="IFileIndex.ReadAsync"/>
    public Task<IReadOnlyList<IndexEntry>> ReadAsync(string after, int count, CancellationToken cancellation) =>
        index.ReadAsync(after, count, cancellation);

    /// <inheritdoc cref="IFileIndex.RepairAsync"/>
    public async Task<int> RepairAsync(IReadOnlyCollection<IndexRepair> repairs, DateTime observed, CancellationToken cancellation)
    {
        var changed = await index.RepairAsync(repairs, observed, cancellation);
        await cache.InvalidateAsync(cancellation);
        return changed;
    }

    /// <inheritdoc cref="IFileIndex.PurgeAsync"/>
    public Task<int> PurgeAsync(DateTime deletedBefore, CancellationToken cancellation) => index.PurgeAsync(deletedBefore, cancellation);
}
