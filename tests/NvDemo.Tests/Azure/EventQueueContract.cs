using System.Text.Json;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>What every <see cref="IEventQueue"/> must do. Each test has a queue of its own, which does not exist yet.</summary>
public abstract class EventQueueContract
{
    protected abstract IEventQueue Queue { get; }

    /// <summary>The same queue where nothing answers.</summary>
    protected abstract IEventQueue Unreachable { get; }

    /// <summary>The largest message, in bytes.</summary>
    protected abstract int Limit { get; }

    [Fact]
    public async Task Keeps_events_as_they_are()
    {
        string[] events = [Event("a"), Event("你好 😀 \\u00e4 \\n <&>"), """{"Event":"s3:TestEvent"}""", "not even JSON"];
        foreach (var body in events)
            await Queue.EnqueueAsync(body, default);
        Assert.Equal(events.Order(), (await ReceiveAsync()).Order());
    }

    [Fact]
    public async Task Takes_an_event_of_the_largest_size_whole()
    {
        var body = Event(new string('k', Limit - Event("").Length));
        await Queue.EnqueueAsync(body, default);
        Assert.Equal([body], await ReceiveAsync());
    }

    [Fact]
    public async Task Takes_a_larger_event_apart_by_its_records()
    {
        string[] keys = [.. Enumerable.Range(0, 5).Select(i => $"{i}-你" + new string('k', Limit / 3))];
        await Queue.EnqueueAsync(Event(keys), default);
        var received = await ReceiveAsync();
        Assert.All(received, body => Assert.True(body.Length <= Limit));
        Assert.Equal(keys, received.SelectMany(Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Says_when_an_event_is_too_large_and_keeps_nothing_of_it()
    {
        await Queue.EnqueueAsync(Event("first"), default);
        await Assert.ThrowsAsync<EventTooLargeException>(() => Queue.EnqueueAsync(Event("small", new string('k', Limit)), default));
        await Assert.ThrowsAsync<EventTooLargeException>(() => Queue.EnqueueAsync(new string('x', Limit + 1), default));
        Assert.Equal([Event("first")], await ReceiveAsync());
    }

    [Fact]
    public async Task Many_at_once_find_the_queue_missing()
    {
        string[] events = [.. Enumerable.Range(10, 20).Select(i => Event($"{i}"))];
        await Task.WhenAll(events.Select(body => Queue.EnqueueAsync(body, default)));
        Assert.Equal(events, (await ReceiveAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Says_when_it_is_out() =>
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.EnqueueAsync(Event("a"), default));

    [Fact]
    public async Task A_caller_may_leave()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Queue.EnqueueAsync(Event("a"), left.Token));
    }

    /// <summary>Everything in the queue, as the function that indexes it would get it.</summary>
    protected abstract Task<IReadOnlyList<string>> ReceiveAsync();

    private static string Event(params string[] keys) =>
        $$"""{"Records":[{{string.Join(',', keys.Select(key => $$"""{"key":"{{key}}"}"""))}}]}""";

    private static IEnumerable<string> Keys(string body) => JsonDocument.Parse(body).RootElement
        .GetProperty("Records").EnumerateArray().Select(record => record.GetProperty("key").GetString()!);
}
