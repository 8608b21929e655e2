using Microsoft.Extensions.Time.Testing;
using NvDemo.Core.Health;

namespace NvDemo.Tests.Core;

/// <summary>One failure is no outage, two in succession are.</summary>
public sealed class ProbeTests
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(1), Late = TimeSpan.FromSeconds(1.3);

    private readonly FakeTimeProvider _clock = new();
    private readonly Queue<Func<Task>> _answers = new();
    private readonly Probe _probe;

    public ProbeTests() => _probe = new Probe(_ => _answers.Dequeue()(), _clock);

    [Fact]
    public async Task What_has_never_answered_is_out()
    {
        Assert.False(await SlowAsync(InTime));
        Assert.False(await SlowAsync(Late));
        Assert.True(await AnsweredAsync());
    }

    [Fact]
    public async Task Slow_once_it_is_well_and_slow_twice_it_is_out()
    {
        await AnsweredAsync();
        Assert.True(await SlowAsync(InTime));
        Assert.True(await AnsweredAsync());
        Assert.True(await SlowAsync(InTime));
        Assert.False(await SlowAsync(InTime));
        Assert.False(await SlowAsync(InTime));
        Assert.True(await AnsweredAsync());
    }

    [Fact]
    public async Task A_time_out_that_comes_late_itself_says_nothing()
    {
        await AnsweredAsync();
        for (var i = 0; i < 3; i++)
            Assert.True(await SlowAsync(Late));
    }

    [Fact]
    public async Task What_refuses_is_asked_once_more_at_once()
    {
        await AnsweredAsync();
        _answers.Enqueue(Refused);
        _answers.Enqueue(() => Task.CompletedTask);
        Assert.True(await _probe.AskAsync());
        _answers.Enqueue(Refused);
        _answers.Enqueue(Refused);
        Assert.False(await _probe.AskAsync());
    }

    private static Task Refused() => Task.FromException(new IOException());

    private Task<bool> AnsweredAsync()
    {
        _answers.Enqueue(() => Task.CompletedTask);
        return _probe.AskAsync();
    }

    private Task<bool> SlowAsync(TimeSpan after)
    {
        _answers.Enqueue(() => new TaskCompletionSource().Task);
        var asked = _probe.AskAsync();
        _clock.Advance(after);
        return asked;
    }
}
