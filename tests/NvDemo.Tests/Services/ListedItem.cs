using System.Text;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Services;

/// <summary>An item of the list that may be kept, and compared.</summary>
public sealed record ListedItem(ObjectKey Key, DateTime DateAdded, long? Size, string? ContentType, string? ETag)
{
    public bool IsFolder => Key.Value.EndsWith('/');

    public static ListedItem Folder(string prefix) => new(ObjectKey.FromBucket(prefix), default, null, null, null);

    public static ListedItem Of(in ListItem item) => new(
        ObjectKey.FromBucket(Encoding.UTF8.GetString(item.Key)), item.DateAdded, item.Size, Text(item.ContentType), Text(item.ETag));

    private static string? Text(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text);
}

public static class ListedItems
{
    /// <summary>A page of the list.</summary>
    public static async Task<List<ListedItem>> ListedAsync(this IFileIndex index, ListQuery query, int count)
    {
        using var items = await index.ListAsync(query, count, default);
        return [.. Enumerable.Range(0, items.Count).Select(i => ListedItem.Of(items[i]))];
    }
}
