using System.Diagnostics;
using Microsoft.Extensions.Logging.Testing;
using NvDemo.Azure.DeadLetters;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core;
using NvDemo.Core.Events;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure.Sns;

public sealed class DeadLetterRedriveTests
{
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UtcNow.AddDays(-10);

    private readonly RecordingQueue _queue = new();
    private readonly FakeLogger<DeadLetterRedrive> _logger = new();

    [Fact]
    public async Task Takes_what_there_is_out_of_its_wrapping_however_old()
    {
        var deadLetters = new DeadLetters(Notification("one"), Notification("two"), """{"Records":[]}""");
        Assert.Equal(3, await MoveAsync(deadLetters));
        Assert.Equal(["one", "two", """{"Records":[]}"""], _queue.Events);
        Assert.Empty(deadLetters.Messages);
        Assert.Equal(["3 events that SNS could not deliver were taken from its dead-letter queue"], _logger.Collector.GetSnapshot().Select(record => record.Message));
    }

    [Fact]
    public async Task Leaves_what_is_no_event_of_the_topic()
    {
        string[] wrong =
        [
            SnsDelivery.Notification(LongAgo, topicArn: WebhookBench.TopicArn + "2").ToString(),
            SnsDelivery.Confirmation("SubscriptionConfirmation", LongAgo).ToString(),
            "not JSON",
        ];
        var deadLetters = new DeadLetters([wrong[0], wrong[1], Notification("event"), wrong[2]]);
        Assert.Equal(1, await MoveAsync(deadLetters));
        Assert.Equal(["event"], _queue.Events);
        Assert.Equal(wrong, deadLetters.Messages.Select(message => message.Body));
        Assert.Equal(
            ["it is of another topic", "it is no notification", "it is malformed"],
            _logger.Collector.GetSnapshot().Select(record => record.Message).Take(3).Select(text => text.Replace("A message stays in SNS's dead-letter queue: ", "")));
    }

    [Fact]
    public async Task Leaves_an_event_that_is_too_large()
    {
        _queue.Failure = new EventTooLargeException(1);
        var deadLetters = new DeadLetters(Notification("large"));
        Assert.Equal(0, await MoveAsync(deadLetters));
        Assert.Single(deadLetters.Messages);
    }

    [Fact]
    public async Task Loses_nothing_when_the_queue_is_out()
    {
        _queue.Failure = new DependencyException("The event queue", DependencyFailure.OutOfReach);
        var deadLetters = new DeadLetters(Notification("event"));
        await Assert.ThrowsAsync<DependencyException>(() => MoveAsync(deadLetters));
        Assert.Single(deadLetters.Messages);
    }

    [Fact]
    public async Task A_run_is_a_trace_that_says_how_many_there_were_or_what_failed()
    {
        using var trace = new ListenedTrace(withNewOnes: true);
        await MoveAsync(new DeadLetters([.. Enumerable.Repeat(Notification("event"), 7)]));
        _queue.Failure = new DependencyException("The event queue", DependencyFailure.OutOfReach);
        await Assert.ThrowsAsync<DependencyException>(() => MoveAsync(new DeadLetters(Notification("event"))));
        // Other tests' may be among them.
        var spans = trace.Spans.Where(span => span.DisplayName == "dead-letters").ToArray();
        Assert.All(spans, span => Assert.Equal((default, "timer"), (span.ParentSpanId, span.GetTagItem("faas.trigger"))));
        Assert.Contains(spans, span => span.GetTagItem("messaging.batch.message_count") is 7);
        Assert.Contains(spans, span => span.GetTagItem("error.type") is "NvDemo.Core.DependencyException" && span.Status == ActivityStatusCode.Error);
    }

    [Fact]
    public async Task Leaves_to_the_next_run_what_its_time_is_too_short_for()
    {
        var deadLetters = new DeadLetters(Notification("event"));
        Assert.Equal(0, await MoveAsync(deadLetters, DateTimeOffset.UtcNow));
        Assert.Single(deadLetters.Messages);
    }

    [Fact]
    public async Task Does_nothing_where_nothing_is_kept() => Assert.Equal(0, await MoveAsync(deadLetters: null));

    private Task<int> MoveAsync(IDeadLetterQueue? deadLetters, DateTimeOffset? deadline = null) =>
        new DeadLetterRedrive(SnsTopic.Parse(WebhookBench.TopicArn)!, deadLetters, _queue, _logger).MoveAsync(deadline ?? DateTimeOffset.MaxValue, CancellationToken.None);

    private static string Notification(string message) => SnsDelivery.Notification(LongAgo, message).ToString();

    /// <summary>Gives each message once, two at a time.</summary>
    private sealed class DeadLetters(params string[] bodies) : IDeadLetterQueue
    {
        private readonly Queue<QueueMessage> _visible = new(bodies.Select((body, i) => new QueueMessage($"{i}", body)));

        public List<QueueMessage> Messages { get; } = [.. bodies.Select((body, i) => new QueueMessage($"{i}", body))];

        public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken cancellation)
        {
            var batch = new List<QueueMessage>();
            while (batch.Count < 2 && _visible.TryDequeue(out var message))
                batch.Add(message);
            return Task.FromResult<IReadOnlyList<QueueMessage>>(batch);
        }

        public Task DeleteAsync(QueueMessage message, CancellationToken cancellation)
        {
            Assert.True(Messages.Remove(message));
            return Task.CompletedTask;
        }
    }
}
