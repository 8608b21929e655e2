namespace NvDemo.Core.Http;

/// <summary>
/// Holds bodies that must be whole before they are used. A body that can be read again stays as it is; of others up to
/// <see cref="InMemory"/> bytes are kept in memory, and longer ones in temporary files, which together have at most
/// <see cref="ServiceOptions.SpoolLimit"/> bytes.
/// </summary>
public sealed class BodySpools(ServiceOptions options)
{
    /// <summary>In bytes.</summary>
    public const int InMemory = 64 * 1024;

    private long _free = options.SpoolLimit;

    /// <summary>The whole body, or <c>null</c> as soon as it turns out to be longer than a limit in bytes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="read">Sees each piece as it comes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UnreadableBodyException">As of <see cref="Request.ReadBodyAsync(long, CancellationToken)"/>.</exception>
    /// <exception cref="OverloadedException">Too many are held at once.</exception>
    public async Task<SpooledBody?> ReadAsync(
        Request request, long limit, Action<ReadOnlySpan<byte>> read, CancellationToken cancellation)
    {
        var length = request.ContentLength ?? limit;
        var body = request.Body.CanSeek ? new SpooledBody(request.Body) : Open(length);
        var isWhole = false;
        try
        {
            isWhole = await request.ReadBodyAsync(
                piece =>
                {
                    read(piece.Span);
                    return body.AppendAsync(piece, cancellation);
                },
                limit,
                cancellation);
        }
        finally
        {
            if (!isWhole)
                await body.DisposeAsync();
        }

        if (!isWhole)
            return null;
        body.Rewind();
        return body;
    }

    /// <summary>An empty body, to be appended to.</summary>
    /// <param name="length">What it has at most, in bytes; room for all of it is taken once it is not in memory any more.</param>
    public SpooledBody Open(long length) => new((int)Math.Min(length, InMemory), () => Take(length));

    /// <summary>Takes room on the disk, to be given back when disposed.</summary>
    private Room Take(long bytes)
    {
        // For all of a body at once: else many could each have half, and none an end.
        if (Interlocked.Add(ref _free, -bytes) >= 0)
            return new Room(this, bytes);
        Interlocked.Add(ref _free, bytes);
        throw new OverloadedException("Too many uploads are arriving at once.");
    }

    private sealed class Room(BodySpools spools, long bytes) : IDisposable
    {
        private long _taken = bytes;

        public void Dispose() => Interlocked.Add(ref spools._free, Interlocked.Exchange(ref _taken, 0));
    }
}
