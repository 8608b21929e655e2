using NvDemo.Core.Storage;

namespace NvDemo.Adapters.S3;

/// <summary>
/// A body that passes through to S3, which must take each piece, and in the end answer, in time: one that takes nothing more is out, however
/// long the body may take to arrive. While the next piece is waited for, time is the client's.
/// </summary>
internal sealed class PacedBody : ForwardStream
{
    private readonly Stream _body;
    private readonly Func<int, TimeSpan> _patience;
    private readonly CancellationTokenSource _stalled;
    private readonly ITimer _timer;

    /// <param name="body">The body, which is not disposed.</param>
    /// <param name="patience">How long S3 may take for a piece of so many bytes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the call for other reasons.</param>
    public PacedBody(Stream body, Func<int, TimeSpan> patience, TimeProvider clock, CancellationToken cancellation)
    {
        (_body, _patience) = (body, patience);
        _stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _timer = clock.CreateTimer(_ => Stall(), null, patience(0), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the call.</summary>
    public CancellationToken Stalled => _stalled.Token;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var read = await _body.ReadAsync(buffer, cancellationToken);
        _timer.Change(_patience(read), Timeout.InfiniteTimeSpan);
        return read;
    }

    private void Stall()
    {
        try
        {
            _stalled.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call has ended at this moment.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
            _stalled.Dispose();
        }

        base.Dispose(disposing);
    }
}
