namespace NvDemo.Core.Storage;

/// <summary>Content to store: a stream, its exact length in bytes, and its media type.</summary>
public sealed record PutContent(Stream Stream, long Length, string ContentType);
