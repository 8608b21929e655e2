using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Reconciliation;

/// <summary>A key of which bucket and index differ.</summary>
internal readonly record struct Difference(DifferenceKind Kind, IndexRepair Repair)
{
    /// <summary>Merges a stretch of both, each in the order of the keys.</summary>
    public static IEnumerable<Difference> Between(IReadOnlyList<ListedObject> objects, IReadOnlyList<IndexEntry> entries)
    {
        var (i, j) = (0, 0);
        while (i < objects.Count || j < entries.Count)
        {
            var order = i == objects.Count ? 1
                : j == entries.Count ? -1
                : ObjectKey.Compare(objects[i].Key.Value, entries[j].Key.Value);
            var found = order <= 0 ? objects[i++] : null;
            var entry = order >= 0 ? entries[j++] : null;
            if (Of(found, entry) is { } difference)
                yield return difference;
        }
    }

    private static Difference? Of(ListedObject? found, IndexEntry? entry)
    {
        if (found is null)
            return entry!.IsDeleted ? null : new Difference(DifferenceKind.Ghost, new IndexRepair(entry.Key, null, entry.Version));
        if (entry is null or { IsDeleted: true })
            return new Difference(DifferenceKind.Missing, new IndexRepair(found.Key, found, entry?.Version));
        return entry.ETag == found.ETag && entry.Size == found.Size
            ? null
            : new Difference(DifferenceKind.Stale, new IndexRepair(found.Key, found, entry.Version));
    }
}

/// <summary>The kinds of <see cref="Difference"/>.</summary>
internal enum DifferenceKind
{
    /// <summary>The bucket has an object that the index does not list.</summary>
    Missing,

    /// <summary>The index has another state of the object.</summary>
    Stale,

    /// <summary>The index lists what the bucket does not have.</summary>
    Ghost,
}
