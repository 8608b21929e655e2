namespace NvDemo.Core.Index;

/// <summary>A file as the index has it, or a folder. Its text is UTF-8, and there for as long as the <see cref="ListItems"/> are.</summary>
public readonly ref struct ListItem
{
    /// <summary>Its key; of a folder what the keys of all that is in it begin with, up to a slash.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>When its content was stored; UTC, to the millisecond.</summary>
    public DateTime DateAdded { get; init; }

    /// <summary>Its size in bytes, where known.</summary>
    public long? Size { get; init; }

    /// <summary>Its media type; empty where it is not known: bucket events do not tell it.</summary>
    public ReadOnlySpan<byte> ContentType { get; init; }

    /// <summary>Its entity tag, without quotes; empty where it is not known.</summary>
    public ReadOnlySpan<byte> ETag { get; init; }

    /// <summary>Whether it stands for the files of a folder: no file that is listed has a key that ends so.</summary>
    public bool IsFolder => Key.EndsWith("/"u8);
}
