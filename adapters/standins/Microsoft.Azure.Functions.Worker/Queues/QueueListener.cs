using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>Polls a queue and has its messages processed, several at once.</summary>
internal sealed partial class QueueListener(
    QueueClient queue,
    MessageProcessor processor,
    QueueOptions options,
    IHostApplicationLifetime lifetime,
    ILogger logger) : BackgroundService
{
    private readonly CancellationTokenSource _abandon = new();
    private readonly List<Task> _running = [];
    private bool _out;

    /// <summary>Fetches no more and waits for running invocations; when the host may wait no longer, they are cancelled.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(_abandon.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.StartedAsync(stoppingToken);
        var backoff = new PollingBackoff(options.MaxPollingInterval);
        while (!stoppingToken.IsCancellationRequested)
        {
            var messages = await FetchAsync();
            if (messages.Length == 0)
            {
                await WaitAsync(backoff.Next(), stoppingToken);
                continue;
            }

            backoff.Reset();
            foreach (var message in messages)
                _running.Add(Task.Run(() => processor.ProcessAsync(message, _abandon.Token), CancellationToken.None));
            await RunningAtMostAsync(options.NewBatchThreshold);
        }

        await RunningAtMostAsync(0);
    }

    // The stopping token does not cancel a fetch: messages in a lost answer would stay hidden for the whole lease.
    private async Task<QueueMessage[]> FetchAsync()
    {
        try
        {
            var messages = await queue.ReceiveMessagesAsync(options.BatchSize, options.LeaseDuration, _abandon.Token);
            if (_out)
                LogBack(queue.Name);
            _out = false;
            return messages.Value;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return await CreateAsync();
        }
        catch (Exception e)
        {
            LogOutOnce(e);
            return [];
        }
    }

    private async Task<QueueMessage[]> CreateAsync()
    {
        try
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: _abandon.Token);
        }
        catch (Exception e)
        {
            LogOutOnce(e);
        }

        return [];
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

    private static async Task WaitAsync(TimeSpan time, CancellationToken stoppingToken) =>
        await Task.Delay(time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void LogOutOnce(Exception exception)
    {
        if (!_out && !_abandon.IsCancellationRequested)
            LogOut(exception, queue.Name);
        _out = true;
    }

    [LoggerMessage(1, LogLevel.Warning, "The queue {Queue} can't be read; polling goes on.")]
    private partial void LogOut(Exception exception, string queue);

    [LoggerMessage(2, LogLevel.Information, "The queue {Queue} can be read again.")]
    private partial void LogBack(string queue);
}
