using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core;

namespace NvDemo.Tests.Azure.Sns;

/// <summary>What the webhook takes.</summary>
public sealed class ReceiveSnsMessageTests
{
    private readonly WebhookBench _bench = new();

    [Theory]
    [InlineData("Amazon S3 Notification")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_notification_goes_into_the_queue_as_it_is(string? subject)
    {
        var response = await _bench.PostAsync(SnsDelivery.Notification(_bench.Clock.GetUtcNow(), subject: subject).Signed());
        Assert.Equal((200, 0), (response.Status, response.ContentLength));
        Assert.Equal([WebhookBench.Event], _bench.Queue.Events);
    }

    [Fact]
    public async Task A_subject_of_null_is_none()
    {
        var message = SnsDelivery.Notification(_bench.Clock.GetUtcNow(), subject: null).Signed();
        Assert.Equal(200, (await _bench.PostAsync(message.With("Subject", null))).Status);
    }

    [Theory]
    [InlineData(-64)]
    [InlineData(4)]
    public async Task The_last_try_of_an_hour_and_a_clock_that_is_ahead(int minutes)
    {
        var message = SnsDelivery.Notification(_bench.Clock.GetUtcNow().AddMinutes(minutes)).Signed();
        Assert.Equal(200, (await _bench.PostAsync(message)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_message_but_not_more(bool chunked)
    {
        var message = SnsDelivery.Notification(_bench.Clock.GetUtcNow(), message: new string('x', 256 * 1024)).Signed();
        Assert.Equal(200, (await _bench.PostAsync(Encoding.UTF8.GetBytes(message.ToString()), chunked)).Status);
        Assert.Equal(413, (await _bench.PostAsync(new byte[(512 * 1024) + 1], chunked)).Status);
        Assert.Single(_bench.Queue.Events);
    }

    [Theory]
    [InlineData("sns.amazonaws.com")]
    [InlineData("sns.us-east-1.amazonaws.com")]
    [InlineData("sns-signing.us-east-1.amazonaws.com")]
    [InlineData("sns-us-east-1.amazonaws.com")]
    [InlineData(null)]
    public async Task A_certificate_of_each_name_that_sns_has(string? dnsName)
    {
        var certificate = WebhookBench.Authority.Issue(dnsName);
        _bench.Server.Serve(certificate, WebhookBench.Authority.Intermediate);
        Assert.Equal(200, (await _bench.PostAsync(SnsDelivery.Notification(_bench.Clock.GetUtcNow()).Signed(certificate))).Status);
    }

    [Fact]
    public async Task A_subscription_is_confirmed()
    {
        var confirmation = SnsDelivery.Confirmation("SubscriptionConfirmation", _bench.Clock.GetUtcNow()).Signed();
        Assert.Equal(200, (await _bench.PostAsync(confirmation)).Status);
        Assert.Equal([SnsServer.CertificateUrl, confirmation.Fields["SubscribeURL"]], _bench.Server.Requests);
        Assert.Empty(_bench.Queue.Events);
    }

    // SNS delivers at least once: the first answer may have been lost, or late; and indexing an event again changes nothing.
    [Fact]
    public async Task A_message_that_comes_again_is_taken_again_as_long_as_sns_tries()
    {
        var message = _bench.Notification();
        Assert.Equal(200, (await _bench.PostAsync(message)).Status);
        _bench.Clock.Advance(TimeSpan.FromMinutes(64));
        Assert.Equal(200, (await _bench.PostAsync(message)).Status);
        Assert.Equal([WebhookBench.Event, WebhookBench.Event], _bench.Queue.Events);
    }

    [Theory]
    [InlineData("https://sns.us-east-1.amazonaws.com.evil.com/?Action=ConfirmSubscription")]
    [InlineData("https://sns.us-east-1.amazonaws.com@evil.com/?Action=ConfirmSubscription")]
    [InlineData("https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription")]
    [InlineData("https://sns.us-east-1.amazonaws.com:8443/?Action=ConfirmSubscription")]
    [InlineData("http://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task A_subscription_is_confirmed_nowhere_else(string url)
    {
        var confirmation = SnsDelivery.Confirmation("SubscriptionConfirmation", _bench.Clock.GetUtcNow()).With("SubscribeURL", url);
        await _bench.RefusesAsync(confirmation.Signed());
        Assert.Equal([SnsServer.CertificateUrl], _bench.Server.Requests);
    }

    [Fact]
    public async Task A_confirmation_that_sns_can_not_take_is_tried_again()
    {
        var answer = _bench.Server.Answer;
        var isOut = true;
        _bench.Server.Answer = request => isOut && request.RequestUri!.Query.Length > 0
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable))
            : answer(request);
        var confirmation = SnsDelivery.Confirmation("SubscriptionConfirmation", _bench.Clock.GetUtcNow()).Signed();
        Assert.Equal(503, (await _bench.PostAsync(confirmation)).Status);
        isOut = false;
        Assert.Equal(200, (await _bench.PostAsync(confirmation)).Status);
    }

    [Fact]
    public async Task The_end_of_a_subscription_is_a_warning_and_not_undone()
    {
        var log = new FakeLogger<ReceiveSnsMessage>();
        var bench = new WebhookBench(logger: log);
        var message = SnsDelivery.Confirmation("UnsubscribeConfirmation", bench.Clock.GetUtcNow()).Signed();
        Assert.Equal(200, (await bench.PostAsync(message)).Status);
        Assert.Equal([SnsServer.CertificateUrl], bench.Server.Requests);
        Assert.Contains("has ended", log.LatestRecord.Message);
        Assert.Equal(LogLevel.Warning, log.LatestRecord.Level);
        Assert.Empty(bench.Queue.Events);
    }

    [Fact]
    public async Task The_log_has_the_reason_of_a_refusal_and_nothing_of_the_message()
    {
        var log = new FakeLogger<ReceiveSnsMessage>();
        var bench = new WebhookBench(logger: log);
        await bench.RefusesAsync(bench.Notification().With("Message", "forged\nentry"));
        Assert.Equal("A message to the SNS webhook is refused: its signature does not fit; request request-1", log.LatestRecord.Message);
    }

    [Fact]
    public async Task While_the_queue_is_out_sns_shall_try_again()
    {
        var message = _bench.Notification();
        _bench.Queue.Failure = new DependencyException("The event queue", DependencyFailure.OutOfReach);
        for (var i = 0; i < 2; i++)
        {
            var response = await _bench.PostAsync(message);
            Assert.Equal((503, "2"), (response.Status, response.Headers["Retry-After"]));
        }

        _bench.Queue.Failure = null;
        Assert.Equal(200, (await _bench.PostAsync(message)).Status);
        Assert.Equal([WebhookBench.Event], _bench.Queue.Events);
    }

    [Fact]
    public async Task An_event_that_the_queue_has_no_room_for_is_given_back()
    {
        _bench.Queue.Failure = new EventTooLargeException(10);
        Assert.Equal(413, (await _bench.PostAsync(_bench.Notification())).Status);
    }

    [Fact]
    public async Task On_this_machine_alone_nothing_need_be_signed()
    {
        var bench = new WebhookBench(acceptsUnverifiedEvents: true);
        Assert.Equal(200, (await bench.PostAsync(WebhookBench.Event)).Status);
        var wrapped = SnsDelivery.Notification(bench.Clock.GetUtcNow());
        Assert.Equal(200, (await bench.PostAsync(wrapped)).Status);
        Assert.Equal(
            403, (await bench.PostAsync(SnsDelivery.Notification(bench.Clock.GetUtcNow(), topicArn: WebhookBench.TopicArn + "2"))).Status);
        Assert.Equal(403, (await bench.PostAsync(SnsDelivery.Notification(bench.Clock.GetUtcNow().AddHours(-2)))).Status);
        Assert.Equal([WebhookBench.Event, WebhookBench.Event], bench.Queue.Events);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task A_subscription_must_be_signed_everywhere()
    {
        var bench = new WebhookBench(acceptsUnverifiedEvents: true);
        await bench.RefusesAsync(SnsDelivery.Confirmation("SubscriptionConfirmation", bench.Clock.GetUtcNow()));
        await bench.RefusesAsync(SnsDelivery.Confirmation("UnsubscribeConfirmation", bench.Clock.GetUtcNow()));
        Assert.Empty(bench.Server.Requests);
    }
}
