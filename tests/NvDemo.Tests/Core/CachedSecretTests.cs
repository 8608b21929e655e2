using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Core;
using NvDemo.Core.Security;

namespace NvDemo.Tests.Core;

public sealed class CachedSecretTests
{
    private readonly ScriptedStore _store = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly CachedSecret<string> _secret;

    public CachedSecretTests() => _secret = new CachedSecret<string>(
        _store, "name", text => text == "malformed" ? throw new FormatException() : text, _clock, NullLogger.Instance);

    [Fact]
    public async Task Is_read_once_a_minute()
    {
        Assert.Equal("1", await GetAsync());
        _store.Value = "2";
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("1", await GetAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("2", await GetAsync());
        Assert.Equal(2, _store.Reads);
    }

    [Fact]
    public async Task Is_refreshed_at_most_every_five_seconds()
    {
        await GetAsync();
        _store.Value = "2";
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("1", await _secret.RefreshAsync(CancellationToken.None));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("2", await _secret.RefreshAsync(CancellationToken.None));
        Assert.Equal("2", await GetAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("malformed")]
    public async Task The_last_good_value_serves_on(string? bad)
    {
        await GetAsync();
        _store.Value = bad;
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("1", await GetAsync());
        _store.Value = "2";
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("2", await GetAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("malformed")]
    public async Task Nobody_waits_for_a_store_that_is_known_to_have_nothing_good(string? bad)
    {
        await GetAsync();
        _store.Value = bad;
        _clock.Advance(TimeSpan.FromMinutes(5));
        await GetAsync();
        Assert.True(_secret.IsStale);

        var hanging = _store.Hang();
        _clock.Advance(TimeSpan.FromSeconds(6));
        for (var i = 0; i < 3; i++)
        {
            var served = _secret.GetAsync(CancellationToken.None);
            Assert.True(served.IsCompletedSuccessfully);
            Assert.Equal("1", await served);
        }

        Assert.Equal(3, _store.Reads);
        hanging.SetResult("2");
        await Eventually.EqualAsync("2", GetAsync);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("malformed")]
    public async Task Without_a_good_value_the_store_is_unavailable(string? bad)
    {
        _store.Value = bad;
        await Assert.ThrowsAsync<DependencyException>(GetAsync);
        _store.Value = "1";
        Assert.Equal("1", await GetAsync());
    }

    private Task<string> GetAsync() => _secret.GetAsync(CancellationToken.None).AsTask();

    private sealed class ScriptedStore : ISecretStore
    {
        private TaskCompletionSource<string>? _hanging;

        public string? Value { get; set; } = "1";

        public int Reads { get; private set; }

        /// <summary>The next read lasts until its result is set.</summary>
        public TaskCompletionSource<string> Hang() => _hanging = new TaskCompletionSource<string>();

        public Task<string> GetAsync(string name, CancellationToken cancellation)
        {
            Reads++;
            if (_hanging is { } hanging)
            {
                _hanging = null;
                return hanging.Task;
            }

            return Task.FromResult(Value ?? throw new DependencyException("Secrets Manager", DependencyFailure.OutOfReach));
        }
    }
}
