using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>A file as the index has it, or a folder.</summary>
/// <param name="Key">Its key; of a folder what the keys of all that is in it begin with, up to a slash.</param>
/// <param name="DateAdded">When its content was stored; UTC, to the millisecond.</param>
/// <param name="Size">Its size in bytes, where known.</param>
/// <param name="ContentType">Its media type, where known: bucket events do not tell it.</param>
/// <param name="ETag">Its entity tag, without quotes, where known.</param>
/// <param name="Sha256">The SHA-256 of its content, where it has been verified as a whole.</param>
public readonly record struct ListItem(
    ObjectKey Key, DateTime DateAdded, long? Size, string? ContentType, string? ETag, Sha256Digest? Sha256 = null)
{
    /// <summary>Whether it stands for the files of a folder: no file that is listed has a key that ends so.</summary>
    public bool IsFolder => Key.Value.EndsWith('/');

    /// <summary>A folder.</summary>
    public static ListItem Folder(ObjectKey prefix) => new(prefix, default, null, null, null);
}
