using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace FunctionsHost.Queues;

/// <summary>Processes messages with one function: a message is deleted, released for another try, or moved to the
/// poison queue (where there is none, it stays hidden for its lease).</summary>
internal sealed partial class MessageProcessor(
    QueueTrigger trigger, QueueClient queue, QueueClient? poison, QueueOptions options, TimeSpan lease, ILogger logger)
{
    /// <summary>Never throws: a message whose fate could not be stored comes back when its lease ends.</summary>
    public async Task ProcessAsync(QueueMessage message, CancellationToken cancellation)
    {
        try
        {
            await using var held = new MessageLease(queue, message, lease, logger);
            if (message.DequeueCount <= options.MaxDequeueCount && await InvokeAsync(message, cancellation))
                await held.DeleteAsync();
            else if (message.DequeueCount < options.MaxDequeueCount)
                await held.ReleaseAsync(options.VisibilityTimeout);
            else if (poison is not null)
                await MoveToPoisonAsync(poison, message, held);
        }
        catch (Exception e)
        {
            LogNotSettled(e, message.MessageId);
        }
    }

    private async Task<bool> InvokeAsync(QueueMessage message, CancellationToken cancellation)
    {
        try
        {
            await trigger.InvokeAsync(message, QueueTrigger.TextOf(message, options.IsBase64), cancellation);
            return true;
        }
        catch (Exception e)
        {
            LogFailed(e, message.MessageId, message.DequeueCount, options.MaxDequeueCount);
            return false;
        }
    }

    private async Task MoveToPoisonAsync(QueueClient poison, QueueMessage message, MessageLease held)
    {
        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(message.MessageText);
        await held.DeleteAsync();
        LogPoison(message.MessageId, poison.Name);
    }

    [LoggerMessage(LogLevel.Error, "Message {Id} failed, try {Try} of {Tries}.")]
    private partial void LogFailed(Exception exception, string id, long @try, int tries);

    [LoggerMessage(LogLevel.Warning, "Message {Id} has had all its tries and is now in {Queue}.")]
    private partial void LogPoison(string id, string queue);

    [LoggerMessage(LogLevel.Warning, "What became of message {Id} could not be told to its queue; it will come again.")]
    private partial void LogNotSettled(Exception exception, string id);
}
