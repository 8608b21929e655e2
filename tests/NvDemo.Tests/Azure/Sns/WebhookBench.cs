using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Azure.SnsWebhook;
using NvDemo.Core;
using NvDemo.Core.Http;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure.Sns;

/// <summary>The webhook behind the dispatcher, with an authority of the test's own in the place of the system's.</summary>
internal sealed class WebhookBench
{
    public const string TopicArn = "arn:aws:sns:us-east-1:123456789012:nv-object-events";
    public const string Event = """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"object":{"key":"you+\u4f60\u597d"}}}]}""";

    // Keys take a while to make.
    public static readonly TestAuthority Authority = new("trusted");
    public static readonly X509Certificate2 Certificate = Authority.Issue("sns.amazonaws.com");

    private readonly HttpPipeline _pipeline;

    public WebhookBench(bool acceptsUnverifiedEvents = false, ILogger<ReceiveSnsMessage>? logger = null)
    {
        Server.Serve(Certificate, Authority.Intermediate);
        var topic = SnsTopic.Parse(TopicArn)!;
        var endpoint = new SnsEndpoint(SnsEndpoint.CreateClient(Server));
        var trust = new CertificateTrust(topic, Clock, [Authority.Root]);
        Certificates = new SigningCertificates(endpoint, trust, Clock);
        var webhook = new ReceiveSnsMessage(
            new SnsSettings(topic, acceptsUnverifiedEvents), new SnsSignature(topic, Certificates), endpoint, Queue, Clock,
            logger ?? NullLogger<ReceiveSnsMessage>.Instance);
        var options = new ServiceOptions { Cloud = "azure", Bucket = "b", PublicUrl = new Uri("http://localhost/") };
        _pipeline = TestPipeline.Create(options, webhook.Route);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public SnsServer Server { get; } = new();

    public RecordingQueue Queue { get; } = new();

    public SigningCertificates Certificates { get; }

    /// <summary>A notification of now, with a good signature.</summary>
    public SnsDelivery Notification() => SnsDelivery.Notification(Clock.GetUtcNow()).Signed();

    public Task<Response> PostAsync(SnsDelivery delivery) => PostAsync(delivery.ToString());

    public Task<Response> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body), chunked: false);

    public Task<Response> PostAsync(byte[] body, bool chunked) => _pipeline.AnswerAsync(
        new Request
        {
            Method = "POST",
            Path = "/api/events/sns",
            RequestId = "request-1",
            Body = new MemoryStream(body),
            ContentLength = chunked ? null : body.Length,
        });

    /// <summary>Asserts that a message is refused, with nothing said or done.</summary>
    public async Task RefusesAsync(string body)
    {
        const string Detail = "The message is not accepted.";
        const string Said = $$"""{"type":"about:blank","title":"Forbidden","status":403,"detail":"{{Detail}}","message":"{{Detail}}"}""";
        var response = await PostAsync(body);
        Assert.Equal((403, Said), (response.Status, Encoding.UTF8.GetString(response.Bytes.Span)));
        Assert.Empty(Queue.Events);
    }

    public Task RefusesAsync(SnsDelivery delivery) => RefusesAsync(delivery.ToString());
}
