using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>Processes messages with one function: a message is deleted, released for another try, or moved to the poison queue.</summary>
internal sealed partial class MessageProcessor(
    FunctionInvoker invoker,
    QueueClient queue,
    QueueClient poison,
    QueueOptions options,
    ILogger logger)
{
    /// <summary>Never throws: a message whose fate could not be stored comes back when its lease ends.</summary>
    public async Task ProcessAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await using var lease = new MessageLease(queue, message, options.LeaseDuration, logger);
            if (message.DequeueCount <= options.MaxDequeueCount && await InvokeAsync(message, cancellationToken))
                await lease.DeleteAsync(cancellationToken);
            else if (message.DequeueCount < options.MaxDequeueCount)
                await lease.ReleaseAsync(options.VisibilityTimeout, cancellationToken);
            else
                await MoveToPoisonAsync(message, lease, cancellationToken);
        }
        catch (Exception e)
        {
            LogNotSettled(e, message.MessageId);
        }
    }

    private async Task<bool> InvokeAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText));
            await invoker.InvokeAsync(text, MessageBindingData.Of(message, text), cancellationToken);
            return true;
        }
        catch (Exception e)
        {
            LogFailed(e, message.MessageId, message.DequeueCount, options.MaxDequeueCount);
            return false;
        }
    }

    private async Task MoveToPoisonAsync(QueueMessage message, MessageLease lease, CancellationToken cancellationToken)
    {
        await poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await poison.SendMessageAsync(message.MessageText, cancellationToken);
        await lease.DeleteAsync(cancellationToken);
        LogPoison(message.MessageId, poison.Name);
    }

    [LoggerMessage(1, LogLevel.Error, "Message {Id} failed, try {Try} of {Tries}.")]
    private partial void LogFailed(Exception exception, string id, long @try, int tries);

    [LoggerMessage(2, LogLevel.Warning, "Message {Id} has had all its tries and is now in {Queue}.")]
    private partial void LogPoison(string id, string queue);

    [LoggerMessage(3, LogLevel.Warning, "Message {Id} was processed, but the queue could not be told; it will come again.")]
    private partial void LogNotSettled(Exception exception, string id);
}
