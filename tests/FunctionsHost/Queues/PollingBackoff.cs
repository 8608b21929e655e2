namespace FunctionsHost.Queues;

/// <summary>Time between polls of an empty queue: grows from <see cref="Minimum"/>, doubling with some chance in it, up to a maximum.</summary>
internal sealed class PollingBackoff(TimeSpan maximum)
{
    /// <summary>The shortest time, and the first.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Minimum;
    private double _factor = 1;

    /// <summary>The time to wait now.</summary>
    public TimeSpan Next()
    {
        var current = _next;
        var step = _factor * (0.8 + (0.4 * Random.Shared.NextDouble()));
        _next = Minimum + (Minimum * step) < maximum ? Minimum + (Minimum * step) : maximum;
        _factor = Math.Min(_factor * 2, maximum / Minimum);
        return current;
    }

    /// <summary>Begins again at the minimum.</summary>
    public void Reset() => (_next, _factor) = (Minimum, 1);
}
