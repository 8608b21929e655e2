using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace FunctionsHost.Queues;

/// <summary>Keeps a message invisible to others while it is processed, then deletes or releases it.</summary>
internal sealed partial class MessageLease : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;
    private readonly TimeSpan _duration;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewal;
    private string _popReceipt;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan duration, ILogger logger)
    {
        _queue = queue;
        _message = message;
        _duration = duration;
        _logger = logger;
        _popReceipt = message.PopReceipt;
        _renewal = RenewAsync();
    }

    public async Task DeleteAsync()
    {
        await EndAsync();
        await _queue.DeleteMessageAsync(_message.MessageId, _popReceipt);
    }

    /// <summary>Makes the message visible again after the given time, its body unchanged.</summary>
    public async Task ReleaseAsync(TimeSpan after)
    {
        await EndAsync();
        await _queue.UpdateMessageAsync(_message.MessageId, _popReceipt, visibilityTimeout: after);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _done.Dispose();
    }

    private async Task EndAsync()
    {
        await _done.CancelAsync();
        await _renewal;
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(_duration / 2, _done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_done.IsCancellationRequested)
                return;
            try
            {
                // Not cancelled half-way: each renewal gives the receipt that the next call needs.
                var receipt = await _queue.UpdateMessageAsync(_message.MessageId, _popReceipt, visibilityTimeout: _duration);
                _popReceipt = receipt.Value.PopReceipt;
            }
            catch (Exception e)
            {
                LogNotRenewed(e, _message.MessageId);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lease of message {Id} was not renewed; it is tried again before it ends.")]
    private partial void LogNotRenewed(Exception exception, string id);
}
