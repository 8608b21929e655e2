using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>What a file's content is.</summary>
/// <param name="ETag">The entity tag of the content, without quotes.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record FileType(ObjectKey Key, string ETag, string ContentType);
