namespace NvDemo.Tests.EndToEnd.Linearizability;

/// <summary>
/// Times in which nobody writes. A page that was cached wrongly is wrong until the next change that touches it, some milliseconds later;
/// only what is still there when the writers rest is read often enough to be found.
/// </summary>
internal sealed class Lulls(Random random)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _end = Ended();
    private int _resting;

    /// <summary>Long enough for each page to be read, and cached.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until nobody wants the writers to rest.</summary>
    public Task PassAsync() => Volatile.Read(ref _end).Task;

    /// <summary>Has the writers rest, from the end of what they are doing.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_resting++ == 0)
                Volatile.Write(ref _end, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>Has them go on, when each lull that was begun has ended.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (--_resting == 0)
                _end.SetResult();
        }
    }

    /// <summary>Lulls of a fixed length, again and again.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(600), CancellationToken.None);
            Begin();
            await Task.Delay(Length, CancellationToken.None);
            End();
        }
    }

    private static TaskCompletionSource Ended()
    {
        var ended = new TaskCompletionSource();
        ended.SetResult();
        return ended;
    }
}
