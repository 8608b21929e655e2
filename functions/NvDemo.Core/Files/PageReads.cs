namespace NvDemo.Core.Files;

/// <summary>
/// One read at a time of a page, for all who ask for it meanwhile, and a bounded number of reads at once. A reader may join only a read that
/// can't miss a change which was acknowledged before it came: one of the generation that it has seen, or, where there is no generation, one
/// that has not begun.
/// </summary>
internal sealed class PageReads(TimeProvider clock)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Of the process, as its connections are.
    private static readonly SemaphoreSlim Slots = new(AtOnce);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Page, string? Generation), Turn> _turns = [];

    /// <summary>The page, which the caller then holds. The read goes on if the reader leaves.</summary>
    /// <exception cref="OverloadedException">There are too many reads.</exception>
    public async Task<ListPage> ReadAsync(string page, string? generation, Func<Task<ListPage>> read, CancellationToken cancellation)
    {
        var reading = Join((page, generation), read);
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

    private static async Task LetGoAsync(Task<ListPage> reading)
    {
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading.IsCompletedSuccessfully)
            reading.Result.Dispose();
    }

    private Task<ListPage> Join((string Page, string? Generation) id, Func<Task<ListPage>> read)
    {
        Turn turn;
        lock (_gate)
        {
            if (!_turns.TryGetValue(id, out var running))
            {
                turn = new Turn(read);
                _turns[id] = turn;
            }
            else if (id.Generation is not null)
            {
                running.Readers++;
                return running.Page;
            }
            else
            {
                running.Next ??= new Turn(read);
                running.Next.Readers++;
                return running.Next.Page;
            }

            turn.Readers++;
        }

        _ = RunAsync(id, turn);
        return turn.Page;
    }

    private async Task RunAsync((string Page, string? Generation) id, Turn turn)
    {
        var next = await RunOnceAsync(id, turn);
        while (next is not null)
            next = await RunOnceAsync(id, next);
    }

    private async Task<Turn?> RunOnceAsync((string Page, string? Generation) id, Turn turn)
    {
        try
        {
            var page = await ReadInTurnAsync(turn.Read);
            var next = End(id, turn);

            // Each reader holds it; the reading itself does until it is stored.
            page.Hold(turn.Readers);
            turn.Source.SetResult(page);
            _ = LetGoAfterwardsAsync(page);
            return next;
        }
        catch (Exception e)
        {
            var next = End(id, turn);
            turn.Source.SetException(e);
            return next;
        }
    }

    private static async Task LetGoAfterwardsAsync(ListPage page)
    {
        await page.Afterwards.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        page.Dispose();
    }

    private async Task<ListPage> ReadInTurnAsync(Func<Task<ListPage>> read)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        try
        {
            await Slots.WaitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new OverloadedException("Too many lists are being read at the moment.");
        }

        try
        {
            return await read();
        }
        finally
        {
            Slots.Release();
        }
    }

    // From here on nobody joins this turn.
    private Turn? End((string Page, string? Generation) id, Turn turn)
    {
        lock (_gate)
        {
            if (turn.Next is { } next)
                _turns[id] = next;
            else
                _turns.Remove(id);
            return turn.Next;
        }
    }

    private sealed class Turn(Func<Task<ListPage>> read)
    {
        public Func<Task<ListPage>> Read { get; } = read;

        public TaskCompletionSource<ListPage> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ListPage> Page => Source.Task;

        public int Readers { get; set; }

        public Turn? Next { get; set; }
    }
}
