namespace NvDemo.Core.Security;

/// <summary>
/// Where passwords wait whose check takes long: one is checked at a time in this process, so that those who guess take no more than one
/// processor, and the callers take turns, so that one who sends many waits for others no longer than they for him.
/// </summary>
internal sealed class SlowHashQueue
{
    // With 600,000 iterations, 16 take three to four seconds: as long as a caller is kept waiting.
    private const int MaxWaiting = 16, MaxWaitingOfCaller = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Action>> _waiting = [];
    private readonly Queue<string> _turns = new();
    private int _count;
    private bool _isRunning;

    /// <summary>Runs a check in its turn.</summary>
    /// <exception cref="UncheckedPasswordException">The queue is full, or the turn did not come within five seconds.</exception>
    public async Task<T> RunAsync<T>(string caller, Func<T> check)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaves = new CancellationTokenSource(Patience);
        var left = leaves.Token;
        if (!TryEnqueue(caller, Run))
            throw new UncheckedPasswordException();
        try
        {
            return await result.Task.WaitAsync(left);
        }
        catch (OperationCanceledException)
        {
            throw new UncheckedPasswordException();
        }

        void Run()
        {
            if (left.IsCancellationRequested)
                return;
            try
            {
                result.SetResult(check());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        }
    }

    private bool TryEnqueue(string caller, Action run)
    {
        lock (_gate)
        {
            if (_count >= MaxWaiting)
                return false;
            if (!_waiting.TryGetValue(caller, out var own))
            {
                _waiting[caller] = own = new Queue<Action>();
                _turns.Enqueue(caller);
            }
            else if (own.Count >= MaxWaitingOfCaller)
            {
                return false;
            }

            own.Enqueue(run);
            _count++;
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(Work);
            }

            return true;
        }
    }

    private void Work()
    {
        while (Next() is { } run)
            run();
    }

    private Action? Next()
    {
        lock (_gate)
        {
            if (!_turns.TryDequeue(out var caller))
            {
                _isRunning = false;
                return null;
            }

            var own = _waiting[caller];
            var run = own.Dequeue();
            _count--;
            if (own.Count > 0)
                _turns.Enqueue(caller);
            else
                _waiting.Remove(caller);
            return run;
        }
    }
}
