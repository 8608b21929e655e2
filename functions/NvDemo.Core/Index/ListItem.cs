using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>A file as the index has it.</summary>
/// <param name="DateAdded">When its content was stored; UTC, to the millisecond.</param>
/// <param name="Size">Its size in bytes, where known.</param>
/// <param name="ContentType">Its media type, where known: bucket events do not tell it.</param>
/// <param name="ETag">Its entity tag, without quotes, where known.</param>
public sealed record ListItem(ObjectKey Key, DateTime DateAdded, long? Size, string? ContentType, string? ETag);
