namespace NvDemo.Adapters.Redis;

/// <summary>An invalidation that has failed: it is tried again in the background until it succeeds, or there is nothing left to invalidate.</summary>
/// <param name="invalidate">Says whether it has succeeded.</param>
/// <param name="lifetime">How long what would have been invalidated is there.</param>
/// <param name="clock">The clock.</param>
internal sealed class OwedInvalidation(Func<ValueTask<bool>> invalidate, TimeSpan lifetime, TimeProvider clock) : IDisposable
{
    // What Redis has from before is current for those who find it writable again first.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private long _failedAt;
    private int _owed;
    private bool _isPaying;
    private Task _paying = Task.CompletedTask;

    /// <summary>Owes one more. One that succeeds pays for all that were owed when it began.</summary>
    /// <returns>Ends when it is paid, or no longer tried.</returns>
    public Task Add()
    {
        lock (_gate)
        {
            _owed++;
            _failedAt = clock.GetTimestamp();
            if (!_isPaying)
                (_isPaying, _paying) = (true, PayAsync());
            return _paying;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Cancel();

    private async Task PayAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, clock, _stop.Token);
                var before = Volatile.Read(ref _owed);
                var isPaid = await invalidate();
                lock (_gate)
                {
                    if ((isPaid && _owed == before) || clock.GetElapsedTime(_failedAt) > lifetime)
                    {
                        _isPaying = false;
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }
}
