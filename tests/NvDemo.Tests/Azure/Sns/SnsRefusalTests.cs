using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure.Sns;

/// <summary>What the webhook refuses: each time 403, and nothing is put into the queue.</summary>
public sealed class SnsRefusalTests
{
    private readonly WebhookBench _bench = new();

    [Fact]
    public async Task A_forged_signature()
    {
        var forger = WebhookBench.Authority.Issue("sns.amazonaws.com");
        await _bench.RefusesAsync(SnsDelivery.Notification(_bench.Clock.GetUtcNow()).Signed(forger));
        await _bench.RefusesAsync(_bench.Notification().With("Signature", Convert.ToBase64String(new byte[256])));
        await _bench.RefusesAsync(_bench.Notification().With("Signature", ""));
        await _bench.RefusesAsync(_bench.Notification().With("Signature", "not Base64"));
        await _bench.RefusesAsync(_bench.Notification().Without("Signature"));
    }

    [Theory]
    [InlineData("Message", """{"Records":[]}""")]
    [InlineData("MessageId", "another")]
    [InlineData("Subject", "another")]
    [InlineData("Subject", null)]
    [InlineData("Timestamp", "2026-06-01T12:00:00.001Z")]
    [InlineData("TopicArn", "arn:aws:sns:us-east-1:123456789012:another")]
    [InlineData("Type", "UnsubscribeConfirmation")]
    public async Task A_notification_that_was_tampered_with(string field, string? value) =>
        await _bench.RefusesAsync(_bench.Notification().With(field, value));

    [Fact]
    public async Task A_notification_whose_subject_was_added() =>
        await _bench.RefusesAsync(SnsDelivery.Notification(_bench.Clock.GetUtcNow(), subject: null).Signed().With("Subject", "added"));

    [Theory]
    [InlineData("Message", "another")]
    [InlineData("MessageId", "another")]
    [InlineData("SubscribeURL", $"{SnsServer.Url}/?Action=ConfirmSubscription&TopicArn=another&Token=1")]
    [InlineData("SubscribeURL", null)]
    [InlineData("Timestamp", "2026-06-01T12:00:00.001Z")]
    [InlineData("Token", "another")]
    [InlineData("Token", null)]
    [InlineData("TopicArn", "arn:aws:sns:us-east-1:123456789012:another")]
    [InlineData("Type", "UnsubscribeConfirmation")]
    [InlineData("Type", "Notification")]
    public async Task A_confirmation_that_was_tampered_with(string field, string? value)
    {
        var confirmation = SnsDelivery.Confirmation("SubscriptionConfirmation", _bench.Clock.GetUtcNow()).Signed();
        await _bench.RefusesAsync(confirmation.With(field, value));
        Assert.DoesNotContain(_bench.Server.Requests, url => url.Contains("ConfirmSubscription", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", "SHA1")]
    [InlineData("1", "SHA256")]
    [InlineData("2", "SHA1")]
    [InlineData("3", "SHA256")]
    [InlineData(null, "SHA256")]
    public async Task Any_signature_but_version_2(string? version, string hash)
    {
        var message = SnsDelivery.Notification(_bench.Clock.GetUtcNow()).With("SignatureVersion", version);
        await _bench.RefusesAsync(message.Signed(hash: new HashAlgorithmName(hash)));
    }

    [Theory]
    [InlineData(-66)]
    [InlineData(-24 * 60)]
    [InlineData(6)]
    [InlineData(24 * 60)]
    public async Task A_message_from_another_time(int minutes) =>
        await _bench.RefusesAsync(
            SnsDelivery.Notification(_bench.Clock.GetUtcNow().AddMinutes(minutes)).Signed());

    [Fact]
    public async Task A_time_that_is_none() =>
        await _bench.RefusesAsync(
            SnsDelivery.Notification(_bench.Clock.GetUtcNow()).With("Timestamp", "now").Signed());

    [Theory]
    [InlineData("arn:aws:sns:us-east-1:123456789012:another")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:nv-object-events2")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:NV-OBJECT-EVENTS")]
    [InlineData("arn:aws:sns:us-east-1:999999999999:nv-object-events")]
    [InlineData("arn:aws:sns:us-west-2:123456789012:nv-object-events")]
    public async Task Another_topic(string arn)
    {
        await _bench.RefusesAsync(SnsDelivery.Notification(_bench.Clock.GetUtcNow(), topicArn: arn).Signed());
        await _bench.RefusesAsync(
            SnsDelivery.Confirmation("SubscriptionConfirmation", _bench.Clock.GetUtcNow(), topicArn: arn).Signed());
        Assert.Empty(_bench.Server.Requests);
    }

    [Theory]
    [InlineData("https://sns.us-east-1.amazonaws.com.evil.com/sns.pem")]
    [InlineData("https://evil.com/sns.us-east-1.amazonaws.com.pem")]
    [InlineData("https://evil.com/sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com@evil.com/sns.pem")]
    [InlineData("https://evil.com@sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com:443@evil.com/sns.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com\\@evil.com/sns.pem")]
    [InlineData("https://evil.com#sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("https://evil.com?sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("http://sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("//sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("file:///sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com:8443/sns.pem")]
    [InlineData("https://sns.us-west-2.amazonaws.com/sns.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com.cn/sns.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com./sns.pem")]
    [InlineData("https://xsns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("https://s3.us-east-1.amazonaws.com/sns.us-east-1.amazonaws.com/sns.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/")]
    [InlineData("https://sns.us-east-1.amazonaws.com/.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/sns.cer")]
    [InlineData("https://sns.us-east-1.amazonaws.com/sns.pem?x=1")]
    [InlineData("https://sns.us-east-1.amazonaws.com/sns.pem#x")]
    [InlineData("https://sns.us-east-1.amazonaws.com/sns.pem\n")]
    [InlineData("https://sns.us-east-1.amazonaws.com/?Action=Publish&x=.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/a/../sns.pem")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_certificate_from_anywhere_else(string? url)
    {
        await _bench.RefusesAsync(_bench.Notification().With("SigningCertURL", url));
        Assert.Empty(_bench.Server.Requests);
    }

    [Theory]
    [InlineData("evil.com", "evil.com")]
    [InlineData("evil.com", "sns.amazonaws.com")]
    [InlineData("sns.amazonaws.com.evil.com", "evil.com")]
    [InlineData("sns.us-west-2.amazonaws.com", "evil.com")]
    [InlineData("sqs.amazonaws.com", "evil.com")]
    [InlineData("*.amazonaws.com", "evil.com")]
    [InlineData(null, "evil.com")]
    public async Task A_certificate_of_another_name(string? dnsName, string commonName) =>
        await RefusesCertificateAsync(WebhookBench.Authority.Issue(dnsName, commonName), WebhookBench.Authority.Intermediate);

    [Fact]
    public async Task A_certificate_that_is_over_or_not_yet_valid()
    {
        var now = _bench.Clock.GetUtcNow();
        await RefusesCertificateAsync(
            WebhookBench.Authority.Issue("sns.amazonaws.com", end: now.AddMinutes(-1)), WebhookBench.Authority.Intermediate);
        now += TimeSpan.FromMinutes(1);
        _bench.Clock.SetUtcNow(now);
        await RefusesCertificateAsync(
            WebhookBench.Authority.Issue("sns.amazonaws.com", begin: now.AddMinutes(1)), WebhookBench.Authority.Intermediate);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusted_has_issued()
    {
        var stranger = new TestAuthority("trusted");
        var certificate = stranger.Issue("sns.amazonaws.com");
        await RefusesCertificateAsync(certificate);
        await RefusesCertificateAsync(certificate, stranger.Intermediate);
        await RefusesCertificateAsync(certificate, stranger.Intermediate, stranger.Root);
        await RefusesCertificateAsync(certificate, WebhookBench.Authority.Intermediate, WebhookBench.Authority.Root);
        await RefusesCertificateAsync(stranger.Root);
    }

    [Fact]
    public void A_certificate_of_the_tests_where_nothing_says_that_it_is_trusted()
    {
        var authority = WebhookBench.Authority;
        X509Certificate2[] chain = [WebhookBench.Certificate, authority.Intermediate, authority.Root];
        var pem = string.Join('\n', chain.Select(certificate => certificate.ExportCertificatePem()));
        var trust = new CertificateTrust(SnsTopic.Parse(WebhookBench.TopicArn)!, _bench.Clock);
        Assert.Contains("not trusted", Assert.Throws<RefusedMessageException>(() => trust.Accept(pem)).Message);
    }

    [Fact]
    public async Task A_certificate_that_is_not_for_servers_or_has_a_weak_key()
    {
        const string EmailProtection = "1.3.6.1.5.5.7.3.4";
        await RefusesCertificateAsync(
            WebhookBench.Authority.Issue("sns.amazonaws.com", usage: EmailProtection), WebhookBench.Authority.Intermediate);
        await RefusesCertificateAsync(WebhookBench.Authority.Issue("sns.amazonaws.com", bits: 1024), WebhookBench.Authority.Intermediate);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<Error>none</Error>")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public async Task A_certificate_that_is_none(string content)
    {
        _bench.Server.Serve(content);
        await _bench.RefusesAsync(_bench.Notification());
    }

    [Fact]
    public async Task A_certificate_that_is_too_large()
    {
        _bench.Server.Serve(WebhookBench.Certificate.ExportCertificatePem() + new string('\n', 64 * 1024));
        await _bench.RefusesAsync(_bench.Notification());
    }

    [Fact]
    public async Task A_certificate_that_is_somewhere_else()
    {
        var elsewhere = new Uri("https://evil.com/x.pem");
        _bench.Server.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = elsewhere } });
        await _bench.RefusesAsync(_bench.Notification());
        Assert.Equal([SnsServer.CertificateUrl], _bench.Server.Requests);
    }

    [Fact]
    public async Task A_certificate_whose_issuer_is_out_of_reach_may_be_good_later()
    {
        var certificate = WebhookBench.Authority.Issue("sns.amazonaws.com", issuerUrl: $"{Nowhere.Url}issuer.cer");
        _bench.Server.Serve(certificate);
        var reply = await _bench.PostAsync(SnsDelivery.Notification(_bench.Clock.GetUtcNow()).Signed(certificate));
        Assert.Equal((503, "2"), (reply.Status, reply.Headers["Retry-After"]));
        Assert.Empty(_bench.Queue.Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"Notification\"")]
    [InlineData("{")]
    [InlineData("""{"Type":"Notification"}""")]
    [InlineData("""{"Type":1}""")]
    [InlineData("""{"Type":"Other","MessageId":"1","TopicArn":"a","Timestamp":"t","Message":"m"}""")]
    public async Task What_is_no_message(string body)
    {
        await _bench.RefusesAsync(body);
        await new WebhookBench(acceptsUnverifiedEvents: true).RefusesAsync(body);
    }

    [Fact]
    public async Task A_message_that_says_something_twice()
    {
        var message = _bench.Notification().ToString();
        await _bench.RefusesAsync(message.Insert(1, """ "Message":"another", """));
        await _bench.RefusesAsync(message.Insert(message.Length - 1, """, "Message":"another" """));
    }

    [Fact]
    public async Task An_id_that_is_no_id()
    {
        foreach (var id in (string[])["", new string('x', 101)])
        {
            await _bench.RefusesAsync(
                SnsDelivery.Notification(_bench.Clock.GetUtcNow()).With("MessageId", id).Signed());
        }
    }

    [Fact]
    public async Task What_has_no_signature()
    {
        await _bench.RefusesAsync(WebhookBench.Event);
        await _bench.RefusesAsync(
            SnsDelivery.Notification(_bench.Clock.GetUtcNow()).Without("SignatureVersion").Without("SigningCertURL"));
    }

    private async Task RefusesCertificateAsync(X509Certificate2 certificate, params X509Certificate2[] others)
    {
        _bench.Server.Serve([certificate, .. others]);
        // Each under an address of its own, since a refusal is remembered for some seconds.
        var url = $"{SnsServer.Url}/SimpleNotificationService-{Guid.NewGuid():N}.pem";
        var delivery = SnsDelivery.Notification(_bench.Clock.GetUtcNow()).With("SigningCertURL", url);
        await _bench.RefusesAsync(delivery.Signed(certificate));
        Assert.Contains(url, _bench.Server.Requests);
    }
}
