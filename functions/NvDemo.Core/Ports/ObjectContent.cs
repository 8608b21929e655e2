namespace NvDemo.Core.Ports;

/// <summary>Content to store: a stream, its exact length in bytes, and its media type.</summary>
public sealed record ObjectContent(Stream Stream, long Length, string ContentType);
