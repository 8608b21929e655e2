using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using NvDemo.LocalClouds.Commands;

namespace NvDemo.LocalClouds.Azure;

/// <summary>A poison queue of Azure Storage.</summary>
internal sealed class StoragePoisonQueue(string storage, string poison, string source) : DeadLetterQueue
{
    private const int BatchLimit = 32;

    // By default Storage drops a message after seven days.
    private static readonly TimeSpan NoExpiry = TimeSpan.FromSeconds(-1);

    // Without an encoding: messages are moved as they are, also those that are not the Base64 they should be.
    private readonly QueueClient _poison = new(storage, poison);
    private readonly QueueClient _source = new(storage, source);

    public override string Name => poison;

    public override string Source => source;

    public override async Task<int> CountAsync() => (await _poison.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public override async Task<IReadOnlyList<string>> ReadAsync()
    {
        PeekedMessage[] messages = await _poison.PeekMessagesAsync(ReadLimit);
        return [.. messages.Select(message => Decode(message.MessageText))];
    }

    protected override async Task<int> MoveBatchAsync(int limit)
    {
        QueueMessage[] messages = await _poison.ReceiveMessagesAsync(Math.Min(limit, BatchLimit));
        foreach (var message in messages)
        {
            await _source.SendMessageAsync(message.MessageText, timeToLive: NoExpiry);
            await _poison.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }

        return messages.Length;
    }

    private static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : text;
    }
}
