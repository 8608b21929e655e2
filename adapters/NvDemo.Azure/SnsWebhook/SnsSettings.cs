using System.Net;
using NvDemo.Adapters.Configuration;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>Which messages of SNS are taken.</summary>
/// <param name="Topic"><c>Nv__TopicArn</c>: the topic of the bucket's events.</param>
/// <param name="AcceptsUnverifiedEvents">
/// Whether notifications are taken that nobody has signed: only where <c>AWS_ENDPOINT_URL_SNS</c>, or else <c>AWS_ENDPOINT_URL</c>, leads to
/// an emulator on this machine, which can't sign as SNS does.
/// </param>
public sealed record SnsSettings(SnsTopic Topic, bool AcceptsUnverifiedEvents)
{
    public static SnsSettings Read(SettingsReader settings)
    {
        var topic = settings.Required("Nv__TopicArn", "the ARN of a standard SNS topic", SnsTopic.Parse);
        var endpoint = AwsSettings.EndpointOf(settings, "SNS");
        return new SnsSettings(topic!, endpoint is not null && IsLoopback(endpoint));
    }

    /// <summary>Whether nobody but this machine can answer there: <c>localhost</c>, 127.0.0.0/8 or ::1.</summary>
    private static bool IsLoopback(Uri url) =>
        url.IdnHost == "localhost" || (IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address));
}
