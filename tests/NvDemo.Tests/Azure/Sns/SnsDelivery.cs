using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace NvDemo.Tests.Azure.Sns;

/// <summary>A message as SNS posts it, made and signed as the documentation says, independently of the code under test.</summary>
internal sealed class SnsDelivery
{
    private static readonly string[] SignedOfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] SignedOfConfirmation =
        ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    private SnsDelivery(string type, string message, DateTimeOffset time, string topicArn)
    {
        Fields = new Dictionary<string, string?>
        {
            ["Type"] = type,
            ["MessageId"] = Guid.NewGuid().ToString(),
            ["TopicArn"] = topicArn,
            ["Message"] = message,
            ["Timestamp"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["SignatureVersion"] = "2",
            ["SigningCertURL"] = SnsServer.CertificateUrl,
        };
    }

    public Dictionary<string, string?> Fields { get; }

    public static SnsDelivery Notification(
        DateTimeOffset time, string message = WebhookBench.Event, string? subject = "Amazon S3 Notification",
        string topicArn = WebhookBench.TopicArn)
    {
        var delivery = new SnsDelivery("Notification", message, time, topicArn);
        if (subject is not null)
            delivery.Fields["Subject"] = subject;
        return delivery;
    }

    public static SnsDelivery Confirmation(string type, DateTimeOffset time, string topicArn = WebhookBench.TopicArn)
    {
        var delivery = new SnsDelivery(type, "You have chosen.\nVisit the SubscribeURL.", time, topicArn);
        delivery.Fields["Token"] = "2336412f37";
        delivery.Fields["SubscribeURL"] = $"{SnsServer.Url}/?Action=ConfirmSubscription&TopicArn={topicArn}&Token=2336412f37";
        return delivery;
    }

    public SnsDelivery With(string field, string? value)
    {
        Fields[field] = value;
        return this;
    }

    public SnsDelivery Without(string field)
    {
        Fields.Remove(field);
        return this;
    }

    public SnsDelivery Signed(X509Certificate2? certificate = null, HashAlgorithmName? hash = null)
    {
        using var key = (certificate ?? WebhookBench.Certificate).GetRSAPrivateKey()!;
        var names = Fields["Type"] == "Notification" ? SignedOfNotification : SignedOfConfirmation;
        var text = string.Concat(names.Where(Fields.ContainsKey).Select(name => $"{name}\n{Fields[name]}\n"));
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), hash ?? HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return With("Signature", Convert.ToBase64String(signature));
    }

    public override string ToString() => JsonSerializer.Serialize(Fields);
}
