namespace NvDemo.Core.Files;

/// <summary>
/// One read at a time of each thing, for all who ask for it meanwhile. Whoever comes while one is under way waits for the next, which begins
/// when that has ended: so nobody gets what was read before they asked.
/// </summary>
public sealed class SharedReads<TKey, TResult>
    where TKey : notnull
    where TResult : class, ISharedResult
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Turn> _turns = [];

    /// <summary>What was read, which the caller then holds. The read goes on if the reader leaves.</summary>
    /// <param name="key">What is read.</param>
    /// <param name="mayJoin">Whether a read that is under way will do.</param>
    /// <param name="read">Reads it, and holds it for one.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public async Task<TResult> ReadAsync(TKey key, bool mayJoin, Func<Task<TResult>> read, CancellationToken cancellation)
    {
        var reading = Join(key, mayJoin, read);
        try
        {
            return await reading.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _ = LetGoAsync(reading);
            throw;
        }
    }

    private static async Task LetGoAsync(Task<TResult> reading)
    {
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading.IsCompletedSuccessfully)
            reading.Result.Dispose();
    }

    private Task<TResult> Join(TKey key, bool mayJoin, Func<Task<TResult>> read)
    {
        Turn turn;
        var before = Task.CompletedTask;
        lock (_gate)
        {
            if (!_turns.TryGetValue(key, out var running))
                _turns[key] = turn = new Turn();
            else if (mayJoin)
                return running.Join();
            else if (running.Next is { } next)
                return next.Join();
            else
                (before, turn) = running.Follow();
        }

        return LeadAsync(key, turn, before, read);
    }

    private async Task<TResult> LeadAsync(TKey key, Turn turn, Task before, Func<Task<TResult>> read)
    {
        await before;
        try
        {
            var result = await read();
            End(key, turn);
            turn.Share(result);
            return result;
        }
        catch (Exception e)
        {
            End(key, turn);
            turn.Fail(e);
            throw;
        }
    }

    // From here on nobody joins this turn.
    private void End(TKey key, Turn turn)
    {
        lock (_gate)
        {
            if (turn.Next is { } next)
                _turns[key] = next;
            else
                _turns.Remove(key);
        }
    }

    /// <summary>A read of the one who leads it, whom nothing delays; what others need is made when they come.</summary>
    private sealed class Turn
    {
        private TaskCompletionSource<TResult>? _result;
        private TaskCompletionSource? _ended;
        private int _others;

        public Turn? Next { get; private set; }

        public Task<TResult> Join()
        {
            _others++;
            return (_result ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        public (Task Ended, Turn Next) Follow()
        {
            _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return (_ended.Task, Next = new Turn());
        }

        public void Share(TResult result)
        {
            _ended?.SetResult();
            result.Hold(_others);
            _result?.SetResult(result);
        }

        public void Fail(Exception exception)
        {
            _ended?.SetResult();
            _result?.SetException(exception);
        }
    }
}
