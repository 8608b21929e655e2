namespace NvDemo.Core.Storage;

/// <summary>A part of an upload as the store has it.</summary>
/// <param name="Number">From 1 to 10,000.</param>
/// <param name="Size">In bytes.</param>
/// <param name="ETag">Quoted.</param>
public sealed record StoredPart(int Number, long Size, string ETag);
