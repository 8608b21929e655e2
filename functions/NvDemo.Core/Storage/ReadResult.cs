namespace NvDemo.Core.Storage;

/// <summary>What reading an object came to.</summary>
public abstract record ReadResult
{
    private ReadResult()
    {
    }

    /// <summary>There is no such object.</summary>
    public sealed record Missing : ReadResult;

    /// <summary>The client's copy is current (304).</summary>
    /// <param name="ETag">The entity tag, quoted, where the store tells it.</param>
    public sealed record NotModified(string? ETag) : ReadResult;

    /// <summary><c>If-Match</c> does not hold (412).</summary>
    public sealed record PreconditionFailed : ReadResult;

    /// <summary>The range starts past the end (416).</summary>
    /// <param name="Size">The size of the whole object in bytes, where it is known.</param>
    public sealed record RangeNotSatisfiable(long? Size = null) : ReadResult;

    /// <summary>The object is in an archive (S3 Glacier), and has to be restored before it can be read.</summary>
    public sealed record Archived : ReadResult;

    /// <summary>The object, or the range of it that was asked for.</summary>
    /// <param name="Content">The bytes, disposed of with this; <see cref="System.IO.Stream.Null"/> for a <c>HEAD</c>.</param>
    /// <param name="Length">How many bytes <paramref name="Content"/> has (for a <c>HEAD</c>: would have).</param>
    /// <param name="Size">The size of the whole object in bytes.</param>
    /// <param name="ContentRange"><c>Content-Range</c> as HTTP has it; <c>null</c> for the whole object.</param>
    /// <param name="Metadata">What it was stored with.</param>
    /// <param name="ETag">The entity tag, quoted.</param>
    /// <param name="LastModified">When it was stored, UTC, to the second.</param>
    public sealed record Found(
        Stream Content, long Length, long Size, string? ContentRange, ContentMetadata Metadata, string ETag, DateTime LastModified)
        : ReadResult, IAsyncDisposable
    {
        /// <summary>The SHA-256 of the whole object, where the store has verified it and tells it: with no range, and of no object in parts.</summary>
        public Sha256Digest? Sha256 { get; init; }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Content.DisposeAsync();
    }
}
