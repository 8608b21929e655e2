namespace NvDemo.Core.Storage;

/// <summary>Content to store: a stream, its exact length in bytes, and what it is.</summary>
public sealed record PutContent(Stream Stream, long Length, ContentMetadata Metadata);
