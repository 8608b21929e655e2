namespace NvDemo.Core.Health;

/// <summary>
/// Whether a dependency answers, within a second. It is out when it fails twice in succession: at once where it refuses, at the second time
/// that it is asked where it is slow, since one slow answer is no outage. What has never answered is out.
/// </summary>
public sealed class Probe(Func<CancellationToken, Task> ping, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    // A time-out that is late by more tells that this process had no time, not that the dependency is slow.
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(200);

    private bool _isWell;
    private bool _wasSlow;

    /// <summary>Asks it; never at the same time.</summary>
    public async Task<bool> AskAsync()
    {
        var began = clock.GetTimestamp();
        using var deadline = new CancellationTokenSource(Timeout, clock);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ping(deadline.Token).WaitAsync(deadline.Token);
                _wasSlow = false;
                return _isWell = true;
            }
            catch (Exception) when (!deadline.IsCancellationRequested && attempt == 1)
            {
                // Perhaps only a connection that was broken.
            }
            catch (Exception)
            {
                // Whatever a dependency answers a ping with, it is not well.
                return _isWell && deadline.IsCancellationRequested ? IsExcused(clock.GetElapsedTime(began)) : _isWell = false;
            }
        }
    }

    private bool IsExcused(TimeSpan took)
    {
        if (took > Timeout + Lateness)
            return true;
        _isWell = !_wasSlow;
        _wasSlow = true;
        return _isWell;
    }
}
