using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>What a file's content is.</summary>
/// <param name="ETag">The entity tag of the content, without quotes.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Sha256">Its SHA-256, where the store has verified it.</param>
public sealed record FileType(ObjectKey Key, string ETag, string ContentType, Sha256Digest? Sha256 = null);
