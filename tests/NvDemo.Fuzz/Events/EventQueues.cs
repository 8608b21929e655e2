using System.Globalization;
using Amazon.SQS.Model;
using Azure.Storage.Queues;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Azure;

namespace NvDemo.Fuzz.Events;

/// <summary>The queue from which one cloud indexes, and its dead-letter queue.</summary>
internal abstract class EventQueue
{
    public abstract Task SendAsync(string body);

    /// <summary>Takes the bodies that were given up out of the dead-letter queue.</summary>
    public abstract Task<IReadOnlyList<string>> TakeDeadLettersAsync();
}

/// <summary>SQS.</summary>
internal sealed class SqsEventQueue(Clouds clouds) : EventQueue
{
    private const int BatchSize = 10;

    public override Task SendAsync(string body) => clouds.Data.Aws.Sqs.SendMessageAsync(clouds.Data.Aws.QueueUrl, body);

    public override async Task<IReadOnlyList<string>> TakeDeadLettersAsync()
    {
        var aws = clouds.Data.Aws;
        var bodies = new List<string>();
        while (await aws.Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = aws.DeadLetterQueueUrl, MaxNumberOfMessages = BatchSize }) is { Messages: { Count: > 0 } messages })
        {
            bodies.AddRange(messages.Select(message => message.Body));
            await aws.Sqs.DeleteMessageBatchAsync(
                aws.DeadLetterQueueUrl,
                [.. messages.Select((message, i) => new DeleteMessageBatchRequestEntry(i.ToString(CultureInfo.InvariantCulture), message.ReceiptHandle))]);
        }

        return bodies;
    }
}

/// <summary>A Storage queue.</summary>
internal sealed class StorageEventQueue(Clouds clouds) : EventQueue
{
    private const int BatchSize = 32;

    private readonly QueueClient _queue = Open(clouds, AzuriteServer.EventQueue);
    private readonly QueueClient _poison = Open(clouds, AzuriteServer.PoisonQueue);

    public override Task SendAsync(string body) => _queue.SendMessageAsync(body);

    public override async Task<IReadOnlyList<string>> TakeDeadLettersAsync()
    {
        var bodies = new List<string>();
        while ((await _poison.ReceiveMessagesAsync(BatchSize)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                bodies.Add(message.Body.ToString());
                await _poison.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return bodies;
    }

    private static QueueClient Open(Clouds clouds, string name) =>
        new(clouds.Azure.Azurite.ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
