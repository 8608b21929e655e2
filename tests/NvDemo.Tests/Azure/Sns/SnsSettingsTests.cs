using NvDemo.Adapters.Configuration;
using NvDemo.Azure.SnsWebhook;

namespace NvDemo.Tests.Azure.Sns;

public sealed class SnsSettingsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000", null, true)]
    [InlineData("http://127.255.0.9:5000/", null, true)]
    [InlineData("http://[::1]:5000", null, true)]
    [InlineData("http://localhost:5000", null, true)]
    [InlineData(null, "http://LOCALHOST:5000", true)]
    [InlineData("https://sns.us-east-1.amazonaws.com", "http://127.0.0.1:5000", true)]
    [InlineData("http://127.0.0.1:5000", "https://vpce-1.sns.us-east-1.vpce.amazonaws.com", false)]
    [InlineData("http://localhost.evil.com", null, false)]
    [InlineData("http://127.0.0.1.evil.com", null, false)]
    [InlineData("http://127.0.0.1@evil.com", null, false)]
    [InlineData("http://evil.com/#localhost", null, false)]
    [InlineData("http://10.0.0.1:5000", null, false)]
    [InlineData("http://0.0.0.0:5000", null, false)]
    [InlineData("http://moto:5000", null, false)]
    [InlineData(null, null, false)]
    public void Unverified_events_are_for_an_aws_on_this_machine_alone(string? endpoint, string? snsEndpoint, bool accepts)
    {
        var settings = Read(new()
        {
            ["Nv__TopicArn"] = "arn:aws:sns:us-east-1:123456789012:nv-object-events",
            ["AWS_ENDPOINT_URL"] = endpoint,
            ["AWS_ENDPOINT_URL_SNS"] = snsEndpoint,
            ["AWS_ENDPOINT_URL_S3"] = "http://localhost:9000",
        });
        Assert.Equal((accepts, "us-east-1"), (settings.AcceptsUnverifiedEvents, settings.Topic.Region));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nv-object-events")]
    public void A_webhook_needs_a_topic(string? topic) =>
        Assert.Contains("Nv__TopicArn", Assert.Throws<SettingsException>(() => Read(new() { ["Nv__TopicArn"] = topic })).Message);

    private static SnsSettings Read(Dictionary<string, string?> variables)
    {
        var reader = new SettingsReader(variables.GetValueOrDefault);
        var settings = SnsSettings.Read(reader);
        reader.ThrowIfAnyIsWrong();
        return settings;
    }
}
