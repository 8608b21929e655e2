using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>What the index has of a key, for comparison with the bucket.</summary>
/// <param name="IsDeleted">Whether it is known as deleted (a tombstone, which no list shows).</param>
/// <param name="Size">The object's size in bytes, where known.</param>
/// <param name="ETag">The object's entity tag, without quotes, where known.</param>
/// <param name="HasContentType">Whether the object's media type is known.</param>
/// <param name="Version">Changes with every change of the entry.</param>
public sealed record IndexEntry(ObjectKey Key, bool IsDeleted, long? Size, string? ETag, bool HasContentType, long Version);
