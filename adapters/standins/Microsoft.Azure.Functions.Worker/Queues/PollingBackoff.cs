namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>Time between polls: doubles from <see cref="Minimum"/> up to a maximum until it is reset.</summary>
internal sealed class PollingBackoff(TimeSpan maximum)
{
    public static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Minimum;

    public TimeSpan Next()
    {
        var current = _next;
        _next = current * 2 < maximum ? current * 2 : maximum;
        return current;
    }

    public void Reset() => _next = Minimum;
}
