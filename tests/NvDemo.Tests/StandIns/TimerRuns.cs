using Microsoft.Azure.Functions.Worker;

namespace NvDemo.Tests.StandIns;

/// <summary>What the <see cref="TimerFunctions"/> were seen to do.</summary>
public sealed class TimerRuns
{
    private readonly Lock _lock = new();
    private readonly List<(string Function, TimerInfo Timer)> _started = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    /// <summary>The most runs of the held function that there were at once.</summary>
    public int MostHeld { get; private set; }

    /// <summary>What the runs of a function were told, in the order in which they started.</summary>
    public IReadOnlyList<TimerInfo> Of(string function)
    {
        lock (_lock)
            return [.. _started.Where(run => run.Function == function).Select(run => run.Timer)];
    }

    public void Add(string function, TimerInfo timer)
    {
        lock (_lock)
            _started.Add((function, timer));
    }

    /// <summary>Returns after <see cref="Release"/>.</summary>
    public async Task HoldAsync(CancellationToken cancellation)
    {
        lock (_lock)
            MostHeld = Math.Max(MostHeld, ++_held);
        await _released.Task.WaitAsync(cancellation);
        lock (_lock)
            _held--;
    }

    public void Release() => _released.TrySetResult();
}
