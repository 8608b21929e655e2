using Microsoft.Extensions.Time.Testing;
using NvDemo.Adapters.S3;
using NvDemo.Tests.Contracts;

namespace NvDemo.Tests.Adapters;

/// <summary>A bucket that takes nothing more of an upload is out; a client that sends nothing more is not.</summary>
public sealed class PacedBodyTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Time_runs_while_the_bucket_has_a_piece_and_not_while_the_client_is_waited_for()
    {
        var arrived = new TaskCompletionSource();
        using var body = new PacedBody(new BreakingStream(100, _ => arrived.Task), Patience, _clock, CancellationToken.None);
        Assert.Equal(100, await body.ReadAsync(new byte[100]));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(body.Stalled.IsCancellationRequested);

        var waiting = body.ReadAsync(new byte[100]);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(body.Stalled.IsCancellationRequested);

        arrived.SetResult();
        Assert.Equal(0, await waiting);
        _clock.Advance(Patience(0) + TimeSpan.FromSeconds(1));
        Assert.True(body.Stalled.IsCancellationRequested);
    }

    [Fact]
    public async Task A_piece_that_is_not_taken_in_time_ends_the_call()
    {
        using var body = new PacedBody(new BreakingStream(100, _ => Task.CompletedTask), Patience, _clock, CancellationToken.None);
        await body.ReadExactlyAsync(new byte[100]);
        _clock.Advance(Patience(100) + TimeSpan.FromSeconds(1));
        Assert.True(body.Stalled.IsCancellationRequested);
    }

    private static TimeSpan Patience(int bytes) => TimeSpan.FromSeconds(3 + (bytes / 10));
}
