using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// The body of an upload on its way to the store, verified as it passes: the last piece is handed over when all checksums hold, so that the
/// store never has the whole of what must not be stored.
/// </summary>
internal sealed class StreamedBody : ForwardStream
{
    private readonly Request _request;
    private readonly DeclaredChecksums _checksums;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _deadline;
    private long _left;

    /// <param name="request">It says how long its body is.</param>
    /// <param name="checksums">Those that must hold.</param>
    /// <param name="clock">For <see cref="ArrivedAt"/>.</param>
    public StreamedBody(Request request, DeclaredChecksums checksums, TimeProvider clock)
    {
        (_request, _checksums, _clock) = (request, checksums, clock);
        _left = request.ContentLength ?? throw new ArgumentException("The length must be known.", nameof(request));
        _deadline = new CancellationTokenSource(request.BodyTimeout);
    }

    /// <summary>Why the body is not to be stored; whoever reads it may have other words for it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>When the last piece was handed over, UTC.</summary>
    public DateTime ArrivedAt { get; private set; }

    /// <summary>The SHA-256 of all of it, once it was handed over.</summary>
    public Sha256Digest? Sha256 { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 || buffer.IsEmpty)
            return 0;
        try
        {
            return await ReadPieceAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            Failure = new UnreadableBodyException(isTooSlow: true, e);
        }
        catch (IOException e)
        {
            Failure = new UnreadableBodyException(isTooSlow: false, e);
        }
        catch (InvalidInputException e)
        {
            Failure = e;
        }

        throw Failure;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _deadline.Dispose();
        base.Dispose(disposing);
    }

    private async Task<int> ReadPieceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellation);
        var read = await _request.Body.ReadAsync(buffer, either.Token);
        if (read == 0)
            throw new EndOfStreamException();
        _checksums.Append(buffer.Span[..read]);
        _left -= read;
        if (_left == 0)
        {
            Sha256 = _checksums.Verify();
            ArrivedAt = _clock.GetUtcNow().UtcDateTime;
        }

        return read;
    }
}
