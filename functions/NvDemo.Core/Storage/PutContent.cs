namespace NvDemo.Core.Storage;

/// <summary>Content to store.</summary>
/// <param name="Stream">Its bytes. One that can't seek is sent once; others again where the store fails.</param>
/// <param name="Length">Its exact length in bytes.</param>
/// <param name="Metadata">What it is.</param>
/// <param name="Arrival">How long the stream itself may take, beside the time that the store has.</param>
/// <param name="Sha256">Its SHA-256, for the store to verify and to keep, where it is known beforehand.</param>
public sealed record PutContent(
    Stream Stream, long Length, ContentMetadata Metadata, TimeSpan Arrival = default, Sha256Digest? Sha256 = null);
