using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using NvDemo.LocalClouds.Commands;

namespace NvDemo.LocalClouds.Aws;

/// <summary>
/// A dead-letter queue of SQS. On AWS <c>StartMessageMoveTask</c> does the same; moto lacks it, so each message is sent and deleted here.
/// </summary>
internal sealed class SqsDeadLetterQueue(IAmazonSQS sqs, string url, string sourceUrl) : DeadLetterQueue
{
    private const int BatchLimit = 10;

    public override string Name => NameOf(url);

    public override string Source => NameOf(sourceUrl);

    public override async Task<int> CountAsync()
    {
        const string Count = "ApproximateNumberOfMessages";
        var attributes = (await sqs.GetQueueAttributesAsync(url, [Count])).Attributes;
        return int.Parse(attributes[Count], CultureInfo.InvariantCulture);
    }

    public override async Task<IReadOnlyList<string>> ReadAsync()
    {
        // SQS has no peek: each is received, which hides it, and then shown again.
        var messages = new List<Message>();
        while (messages.Count < ReadLimit && await ReceiveAsync(ReadLimit - messages.Count) is { Count: > 0 } batch)
            messages.AddRange(batch);
        foreach (var message in messages)
            await sqs.ChangeMessageVisibilityAsync(url, message.ReceiptHandle, 0);
        return [.. messages.Select(message => message.Body)];
    }

    protected override async Task<int> MoveBatchAsync(int limit)
    {
        var messages = await ReceiveAsync(limit);
        foreach (var message in messages)
        {
            await sqs.SendMessageAsync(new SendMessageRequest(sourceUrl, message.Body) { MessageAttributes = message.MessageAttributes });
            await sqs.DeleteMessageAsync(url, message.ReceiptHandle);
        }

        return messages.Count;
    }

    private async Task<List<Message>> ReceiveAsync(int limit)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = url,
            MaxNumberOfMessages = Math.Min(limit, BatchLimit),
            MessageAttributeNames = ["All"],
        };
        return (await sqs.ReceiveMessageAsync(request)).Messages ?? [];
    }

    private static string NameOf(string queueUrl) => queueUrl[(queueUrl.LastIndexOf('/') + 1)..];
}
