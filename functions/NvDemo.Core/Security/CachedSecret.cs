using Microsoft.Extensions.Logging;

namespace NvDemo.Core.Security;

/// <summary>
/// A secret, read at most once a minute. While the store is out, or holds something malformed, the last good value serves on, and nobody
/// waits for the store but who finds it out first.
/// </summary>
public sealed partial class CachedSecret<T>(ISecretStore store, string name, Func<string, T> parse, TimeProvider clock, ILogger logger)
    where T : class
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    // While the store is out, who comes with a new password waits for its return.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile T? _value;
    private string? _text;
    private volatile bool _isOut;
    private Task<T>? _reading;
    private long _readAt;
    private long _triedAt;

    /// <summary>Whether no good value could be read when that was last tried: it may be another one by now.</summary>
    public bool IsStale => _isOut;

    /// <summary>The value, not older than a minute unless the store is out.</summary>
    /// <exception cref="DependencyException">The store is out, and there is no value yet.</exception>
    public ValueTask<T> GetAsync(CancellationToken cancellation)
    {
        if (_value is { } value && clock.GetElapsedTime(Volatile.Read(ref _readAt)) < Lifetime)
            return ValueTask.FromResult(value);
        var refresh = RefreshAsync(cancellation);
        return _isOut && _value is { } last ? ValueTask.FromResult(last) : new ValueTask<T>(refresh);
    }

    /// <summary>
    /// The value from a fresh read, because the known one was refused; the known one when the last read was under five seconds ago, or
    /// under one where it failed.
    /// </summary>
    /// <exception cref="DependencyException">The store is out, and there is no value yet.</exception>
    public Task<T> RefreshAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_reading is null or { IsCompleted: true })
            {
                if (_value is { } known && clock.GetElapsedTime(_triedAt) < (_isOut ? RetryInterval : RefreshInterval))
                    return Task.FromResult(known);
                _triedAt = clock.GetTimestamp();
                _reading = ReadAsync();
            }

            return _reading.WaitAsync(cancellation);
        }
    }

    private async Task<T> ReadAsync()
    {
        try
        {
            var text = await store.GetAsync(name, CancellationToken.None);

            // The same value stays: callers keep with it what they have found out about it.
            if (_value is null || text != _text)
                (_value, _text) = (parse(text), text);
            Volatile.Write(ref _readAt, clock.GetTimestamp());
            _isOut = false;
            return _value;
        }
        catch (DependencyException e) when (_value is not null)
        {
            _isOut = true;
            LogStale(e, name);
            return _value;
        }
        catch (FormatException e)
        {
            _isOut = true;
            LogMalformed(e, name);
            return _value ?? throw new DependencyException("Secrets Manager", DependencyFailure.Misconfigured, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Secret {Name} can't be read; its last value serves on")]
    private partial void LogStale(Exception exception, string name);

    [LoggerMessage(LogLevel.Error, "Secret {Name} is malformed")]
    private partial void LogMalformed(Exception exception, string name);
}
