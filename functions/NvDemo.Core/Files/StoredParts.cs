using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>All parts that an upload has, page by page.</summary>
internal static class StoredParts
{
    private const int ListedAtOnce = 1000;

    /// <summary>In the order of their numbers; <c>null</c> when there is no such upload (any more).</summary>
    public static async Task<List<StoredPart>?> AllPartsAsync(
        this IMultipartStore store, MultipartUpload upload, CancellationToken cancellation)
    {
        var parts = new List<StoredPart>();
        while (true)
        {
            var after = parts.Count == 0 ? 0 : parts[^1].Number;
            if (await store.ListPartsAsync(upload.Key, upload.StoreId, after, ListedAtOnce, cancellation) is not { } page)
                return null;
            parts.AddRange(page);
            if (page.Count < ListedAtOnce)
                return parts;
        }
    }
}
