using System.Text;

namespace NvDemo.Azure.SnsWebhook;

/// <summary>
/// The text that a message's signature is about: names and values, a line each, in the order of the names.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
/// </summary>
internal static class StringToSign
{
    public static byte[] Of(SnsMessage message)
    {
        var isNotification = message.Type == SnsMessage.Notification;
        return Encoding.UTF8.GetBytes(string.Concat(
            Line("Message", message.Message),
            Line("MessageId", message.MessageId),
            isNotification ? Line("Subject", message.Subject) : Line("SubscribeURL", message.SubscribeUrl),
            Line("Timestamp", message.Timestamp),
            isNotification ? "" : Line("Token", message.Token),
            Line("TopicArn", message.TopicArn),
            Line("Type", message.Type)));
    }

    private static string Line(string name, string? value) => value is null ? "" : $"{name}\n{value}\n";
}
