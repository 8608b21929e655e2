using NvDemo.Core;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace NvDemo.Adapters.Redis;

/// <summary>
/// The connection to Redis, one per process, made when it is first needed. Redis is never waited for longer than a budget; after several
/// failures in a row nobody asks it for a while.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan DefaultBudget = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // One slow answer is no outage: without the cache there is more to do, not less.
    private const int FailuresToPause = 3;

    private readonly ConfigurationOptions _options;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _budget;
    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private long _pausedAt;
    private int _failures;

    /// <summary>Nothing connects before the first call.</summary>
    /// <param name="configuration">A StackExchange.Redis configuration string, such as <c>host:port</c>.</param>
    /// <param name="budget">How long a request waits for Redis, connecting included; 50 ms by default.</param>
    /// <param name="signIn">Gives user and password of each new connection; <c>null</c> for those of the configuration, if any.</param>
    public RedisConnection(string configuration, TimeProvider clock, TimeSpan? budget = null, DefaultOptionsProvider? signIn = null)
    {
        (_clock, _budget) = (clock, budget ?? DefaultBudget);
        _options = ConfigurationOptions.Parse(configuration);
        if (signIn is not null)
            _options.Defaults = signIn;
        // The multiplexer goes on trying in the background; commands fail at once while there is no connection.
        _options.AbortOnConnectFail = false;
        _options.BacklogPolicy = BacklogPolicy.FailFast;
        _options.ConnectTimeout = 1000;
        // Nobody waits for longer. A connection on which nothing has come for four times as long, while commands time out, is replaced.
        _options.AsyncTimeout = 500;
        // For clients that elect a primary among themselves, with a key and a channel that are not ours.
        _options.TieBreaker = "";
        _options.ConfigurationChannel = "";
    }

    /// <summary>Whether Redis failed several times a moment ago, so that a reader had better not ask.</summary>
    public bool IsPaused => IsWithinPause(Volatile.Read(ref _pausedAt));

    /// <summary>The multiplexer, connected or not.</summary>
    public Task<ConnectionMultiplexer> MultiplexerAsync()
    {
        lock (_gate)
        {
            if (_connecting is null or { IsFaulted: true })
            {
                // On another thread, as it may take a while to make a password.
                _connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(_options));
            }

            return _connecting;
        }
    }

    /// <summary>Runs a command within the budget, or within another that is larger.</summary>
    /// <param name="name">What it is called in traces: the command, of several the one that counts.</param>
    /// <returns>Its result, or <paramref name="fallback"/> when Redis is out or too slow.</returns>
    public async ValueTask<T> TryAsync<T>(
        string name, Func<IDatabase, Task<T>> command, T fallback, CancellationToken cancellation, TimeSpan budget = default)
    {
        using var span = ServiceTraces.StartCall(name);
        span?.SetTag("db.system.name", "redis").SetTag("db.operation.name", name);
        try
        {
            var result = await WaitAsync(RunAsync(command), budget > _budget ? budget : _budget, cancellation);
            Volatile.Write(ref _failures, 0);
            return result;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            span?.Fail(e);
            // Whatever it is: nothing depends on Redis.
            if (Interlocked.Increment(ref _failures) >= FailuresToPause)
                BeginPause();
            return fallback;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connecting is { IsCompletedSuccessfully: true } connected)
            await connected.Result.DisposeAsync();
    }

    private bool IsWithinPause(long since) => since != 0 && _clock.GetElapsedTime(since) < Pause;

    /// <summary>One that has begun has its second, and counts once, whatever else fails meanwhile: invalidations that are owed are tried all the time.</summary>
    private void BeginPause()
    {
        var former = Volatile.Read(ref _pausedAt);
        if (!IsWithinPause(former) && Interlocked.CompareExchange(ref _pausedAt, _clock.GetTimestamp(), former) == former)
            ServiceMetrics.CachePauses.Add(1);
    }

    /// <summary>Where the time-out itself came late, the process was, and the answer may be waiting: it gets as long once more.</summary>
    private async Task<T> WaitAsync<T>(Task<T> answer, TimeSpan budget, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        try
        {
            return await answer.WaitAsync(budget, _clock, cancellation);
        }
        catch (TimeoutException) when (_clock.GetElapsedTime(started) > 1.5 * budget)
        {
            return await answer.WaitAsync(budget, _clock, cancellation);
        }
    }

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command) => await command((await MultiplexerAsync()).GetDatabase());
}
