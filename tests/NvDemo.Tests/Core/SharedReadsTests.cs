using NvDemo.Core.Files;

namespace NvDemo.Tests.Core;

public sealed class SharedReadsTests
{
    private readonly SharedReads<string, Result> _reads = new();
    private readonly List<TaskCompletionSource<Result>> _begun = [];

    [Fact]
    public async Task Who_comes_during_a_read_gets_the_next_one()
    {
        var first = ReadAsync();
        Task<Result>[] others = [.. Enumerable.Range(0, 10).Select(_ => ReadAsync())];
        Assert.Single(_begun);
        var (old, fresh) = (new Result(), new Result());
        await EndAsync(0, old);
        Assert.Same(old, await first);
        await BegunAsync(2);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        await EndAsync(1, fresh);
        Assert.All(await Task.WhenAll(others), result => Assert.Same(fresh, result));
        Assert.Equal((1, 10), (old.Holders, fresh.Holders));
    }

    [Fact]
    public async Task Who_may_join_gets_what_is_being_read()
    {
        Task<Result>[] readers = [.. Enumerable.Range(0, 10).Select(_ => ReadAsync(mayJoin: true))];
        var result = new Result();
        await EndAsync(0, result);
        Assert.All(await Task.WhenAll(readers), got => Assert.Same(result, got));
        Assert.Equal((1, 10), (_begun.Count, result.Holders));
    }

    [Fact]
    public async Task Reads_follow_each_other_for_as_long_as_somebody_comes()
    {
        var readers = new List<Task<Result>> { ReadAsync() };
        for (var i = 0; i < 5; i++)
        {
            readers.Add(ReadAsync());
            await EndAsync(i, new Result());
            await readers[i];
            await BegunAsync(i + 2);
        }

        await EndAsync(5, new Result());
        await readers[5];
        _ = ReadAsync();
        Assert.Equal(7, _begun.Count);
    }

    [Fact]
    public async Task A_read_that_fails_fails_for_its_readers_alone()
    {
        var first = ReadAsync();
        var second = ReadAsync();
        var joined = ReadAsync();
        _begun[0].SetException(new InvalidDataException());
        await Assert.ThrowsAsync<InvalidDataException>(() => first);
        await BegunAsync(2);
        _begun[1].SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        await Assert.ThrowsAsync<InvalidOperationException>(() => joined);
        var third = ReadAsync();
        await EndAsync(2, new Result());
        await third;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_reader_that_leaves_lets_go_and_leaves_the_read_to_the_others(int leaver)
    {
        using var leaves = new CancellationTokenSource();
        Task<Result>[] readers = [.. Enumerable.Range(0, 3).Select(i => ReadAsync(cancellation: i == leaver ? leaves.Token : default))];
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => readers[leaver]);
        var (first, next) = (new Result(), new Result());
        await EndAsync(0, first);
        await BegunAsync(2);
        await EndAsync(1, next);
        foreach (var reader in readers.Where((_, i) => i != leaver))
            (await reader).Dispose();
        await first.LetGo;
        await next.LetGo;
    }

    private Task<Result> ReadAsync(bool mayJoin = false, CancellationToken cancellation = default) => _reads.ReadAsync(
        "page",
        mayJoin,
        () =>
        {
            var read = new TaskCompletionSource<Result>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_begun)
                _begun.Add(read);
            return read.Task;
        },
        cancellation);

    private async Task EndAsync(int read, Result result)
    {
        await BegunAsync(read + 1);
        _begun[read].SetResult(result);
    }

    private async Task BegunAsync(int count)
    {
        while (true)
        {
            lock (_begun)
            {
                if (_begun.Count == count)
                    return;
            }

            await Task.Delay(1);
        }
    }

    private sealed class Result : ISharedResult
    {
        private readonly TaskCompletionSource _letGo = new();
        private int _holders = 1;

        public int Holders => _holders;

        /// <summary>Nobody holds it any more.</summary>
        public Task LetGo => _letGo.Task;

        public void Hold(int holders) => Interlocked.Add(ref _holders, holders);

        public void Dispose()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
                _letGo.SetResult();
        }
    }
}
