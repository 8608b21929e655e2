using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace FunctionsHost.Queues;

/// <summary>Polls a queue and has its messages processed, several at once.</summary>
internal sealed partial class QueueListener(
    QueueClient queue, MessageProcessor processor, QueueOptions options, TimeSpan lease, ILogger logger)
{
    private readonly List<Task> _running = [];
    private bool _isOut;

    /// <summary>Polls until it is stopped, then waits for what is being processed; <paramref name="abandon"/> cancels that.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandon)
    {
        var backoff = new PollingBackoff(options.MaxPollingInterval);
        while (!stopping.IsCancellationRequested)
        {
            var messages = await FetchAsync(abandon);
            if (messages.Length == 0)
            {
                await Task.Delay(backoff.Next(), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            backoff.Reset();
            foreach (var message in messages)
                _running.Add(Task.Run(() => processor.ProcessAsync(message, abandon), CancellationToken.None));
            await RunningAtMostAsync(options.NewBatchThreshold);
        }

        await RunningAtMostAsync(0);
    }

    // The stopping token does not cancel a fetch: messages in a lost answer would stay hidden for the whole lease.
    private async Task<QueueMessage[]> FetchAsync(CancellationToken abandon)
    {
        try
        {
            var messages = await queue.ReceiveMessagesAsync(options.BatchSize, lease, abandon);
            if (_isOut)
                LogBack(queue.Name);
            _isOut = false;
            return messages.Value;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            // As the real extension does, which makes only the poison queue.
            return [];
        }
        catch (Exception e)
        {
            if (!_isOut && !abandon.IsCancellationRequested)
                LogOut(e, queue.Name);
            _isOut = true;
            return [];
        }
    }

    private async Task RunningAtMostAsync(int count)
    {
        _running.RemoveAll(static task => task.IsCompleted);
        while (_running.Count > count)
        {
            await Task.WhenAny(_running);
            _running.RemoveAll(static task => task.IsCompleted);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queue {Queue} can't be read; polling goes on.")]
    private partial void LogOut(Exception exception, string queue);

    [LoggerMessage(LogLevel.Information, "The queue {Queue} can be read again.")]
    private partial void LogBack(string queue);
}
