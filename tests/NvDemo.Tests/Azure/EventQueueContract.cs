using System.Text.Json;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>
/// What every <see cref="IEventQueue"/> must do, with its <see cref="IEventBacklog"/>. Each test has a queue of its own, which does not exist
/// yet.
/// </summary>
public abstract class EventQueueContract
{
    protected abstract IEventQueue Queue { get; }

    /// <summary>What waits in the queue, and comes to nobody else for minutes.</summary>
    protected abstract IEventBacklog Backlog { get; }

    /// <summary>The same, for a second.</summary>
    protected abstract IEventBacklog BriefBacklog { get; }

    /// <summary>The same queue where nothing answers.</summary>
    protected abstract IEventQueue Unreachable { get; }

    /// <inheritdoc cref="Unreachable"/>
    protected abstract IEventBacklog UnreachableBacklog { get; }

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

    [Fact]
    public async Task Everything_that_waits_is_given_once_as_it_was_put()
    {
        string[] events = ["not even JSON", .. Enumerable.Range(1000, 150).Select(i => Event($"{i} 你好"))];
        await EnqueueAsync(events);

        var received = new List<WaitingEvent>();
        while (await Backlog.ReceiveAsync() is { Count: > 0 } messages)
            received.AddRange(messages);
        Assert.Equal(events, received.Select(message => message.Body).Order(StringComparer.Ordinal));
        Assert.Equal(events.Length, received.Select(message => message.Id).Distinct().Count());
        Assert.All(received, message => Assert.Equal(1, message.Deliveries));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_what_is_not_comes_again_in_time()
    {
        await Queue.EnqueueAsync(Event("deleted"), default);
        await BriefBacklog.DeleteAsync(await BriefBacklog.ReceiveAsync());
        await Queue.EnqueueAsync(Event("kept"), default);
        Assert.Single(await BriefBacklog.ReceiveAsync());

        Assert.Equal(Event("kept"), (await NextAsync()).Body);
        Assert.Empty(await Backlog.ReceiveAsync());
    }

    [Fact]
    public async Task Who_is_late_deletes_nothing_that_another_has_by_now()
    {
        await Queue.EnqueueAsync(Event("a"), default);
        var late = Assert.Single(await BriefBacklog.ReceiveAsync());
        var next = await NextAsync();
        Assert.Equal(2, next.Deliveries);

        await Backlog.DeleteAsync([late]);
        await Backlog.GiveBackAsync([late]);
        Assert.Empty(await Backlog.ReceiveAsync());
        await Backlog.GiveBackAsync([next]);
        Assert.Single(await Backlog.ReceiveAsync());
    }

    [Fact]
    public async Task Deleting_what_is_gone_changes_nothing()
    {
        await Queue.EnqueueAsync(Event("a"), default);
        var messages = await Backlog.ReceiveAsync();
        await Backlog.DeleteAsync(messages);
        await Backlog.DeleteAsync(messages);
        await Backlog.GiveBackAsync(messages);
        Assert.Empty(await Backlog.ReceiveAsync());
    }

    [Fact]
    public async Task What_is_given_back_is_there_at_once_as_it_was()
    {
        string[] events = [.. Enumerable.Range(10, 40).Select(i => Event($"{i} 你好"))];
        await EnqueueAsync(events);
        await Backlog.GiveBackAsync(await Backlog.ReceiveAsync());

        var again = await Backlog.ReceiveAsync();
        Assert.Equal(events, again.Select(message => message.Body).Order(StringComparer.Ordinal));
        Assert.All(again, message => Assert.Equal(2, message.Deliveries));
    }

    [Fact]
    public async Task The_backlog_says_when_the_queue_is_out()
    {
        WaitingEvent[] messages = [new("id", "receipt", 1, Event("a"))];
        await Failing.WithAsync(DependencyFailure.OutOfReach, UnreachableBacklog.ReceiveAsync);
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => UnreachableBacklog.DeleteAsync(messages));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => UnreachableBacklog.GiveBackAsync(messages));
    }

    /// <summary>Everything in the queue, as the function that indexes it would get it.</summary>
    protected abstract Task<IReadOnlyList<string>> ReceiveAsync();

    private Task EnqueueAsync(IEnumerable<string> events) => Parallel.ForEachAsync(
        events, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (body, stop) => await Queue.EnqueueAsync(body, stop));

    /// <summary>The only message, when it comes.</summary>
    private async Task<WaitingEvent> NextAsync()
    {
        IReadOnlyList<WaitingEvent> messages = [];
        await Eventually.EqualAsync(1, async () => (messages = await Backlog.ReceiveAsync()).Count);
        return messages[0];
    }

    private static string Event(params string[] keys) =>
        $$"""{"Records":[{{string.Join(',', keys.Select(key => $$"""{"key":"{{key}}"}"""))}}]}""";

    private static IEnumerable<string> Keys(string body) => JsonDocument.Parse(body).RootElement
        .GetProperty("Records").EnumerateArray().Select(record => record.GetProperty("key").GetString()!);
}
