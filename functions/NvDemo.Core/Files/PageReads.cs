namespace NvDemo.Core.Files;

/// <summary>
/// One read at a time of a page, for all who ask for it meanwhile, and a bounded number of reads at once. A reader may join only a read that
/// can't miss a change which was acknowledged before it came: one of the generation that it has seen, or, where there is no generation, one
/// that has not begun.
/// </summary>
internal sealed class PageReads(TimeProvider clock)
{
    private const int AtOnce = 8;

    // With Postgres's own 2.5 s, less than the 3 s that every answer has.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.4);

    // Of the process, as its connections are.
    private static readonly SemaphoreSlim Slots = new(AtOnce);

    private readonly SharedReads<(string Page, string? Generation), ListPage> _reads = new();

    /// <summary>The page, which the caller then holds. The read goes on if the reader leaves.</summary>
    /// <exception cref="OverloadedException">There are too many reads.</exception>
    public Task<ListPage> ReadAsync(string page, string? generation, Func<Task<ListPage>> read, CancellationToken cancellation) =>
        _reads.ReadAsync((page, generation), mayJoin: generation is not null, () => ReadInTurnAsync(read), cancellation);

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
            var page = await read();

            // What is done with it holds it, too.
            page.Hold(1);
            _ = LetGoAfterwardsAsync(page);
            return page;
        }
        finally
        {
            Slots.Release();
        }
    }

    private static async Task LetGoAfterwardsAsync(ListPage page)
    {
        await page.Afterwards.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        page.Dispose();
    }
}
