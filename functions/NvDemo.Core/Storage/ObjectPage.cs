namespace NvDemo.Core.Storage;

/// <summary>A page of the bucket's listing.</summary>
/// <param name="Objects">The objects, in the order of their keys' UTF-8 bytes.</param>
/// <param name="IsLast">Whether no object follows.</param>
public sealed record ObjectPage(IReadOnlyList<ListedObject> Objects, bool IsLast);

/// <summary>An object as the bucket's listing has it.</summary>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ETag">Its entity tag, without quotes.</param>
/// <param name="LastModified">When it was stored, UTC; of one that was uploaded in parts, when that began.</param>
public sealed record ListedObject(ObjectKey Key, long Size, string ETag, DateTime LastModified)
{
    /// <summary>Whether it was uploaded in parts: S3's tag of such an object ends with how many they are.</summary>
    public bool IsOfParts => ETag.Contains('-', StringComparison.Ordinal);
}
