namespace FunctionsHost.Workers;

/// <summary>
/// How long to wait before a worker is started again: not at all after one that had run for a while, else twice as long each time.
/// </summary>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);

    private TimeSpan _next = TimeSpan.Zero;
    private long? _started;

    /// <summary>A worker is ready.</summary>
    public void Started() => _started = Environment.TickCount64;

    /// <summary>The time to wait now.</summary>
    public TimeSpan Next()
    {
        if (_started is { } started && Environment.TickCount64 - started >= LongEnough.TotalMilliseconds)
            _next = TimeSpan.Zero;
        _started = null;
        var now = _next;
        _next = now == TimeSpan.Zero ? First : now * 2 < Longest ? now * 2 : Longest;
        return now;
    }
}
