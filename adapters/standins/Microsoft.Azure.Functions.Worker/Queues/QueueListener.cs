using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>
/// Serves a queue trigger: polls the queue, works on its messages at the same time, deletes those that succeed. One that fails comes
/// again after the host's visibility time-out; after its last try it goes to the poison queue with its body as it is.
/// </summary>
internal sealed partial class QueueListener(
    Function function, HostJson host, IServiceProvider services, IConfiguration configuration, ILogger<QueueListener> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    // A message under work is hidden this long, and hidden again before that is over: one whose host dies comes back soon.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly QueueTriggerAttribute _trigger = (QueueTriggerAttribute)function.Trigger;
    private readonly List<Task> _underWay = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // HTTP must not wait for a queue.
        await Task.Yield();
        var (queue, poison) = (Client(_trigger.QueueName), Client(_trigger.QueueName + "-poison"));
        var (pause, isOut, isReady) = (FirstPause, false, false);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isReady)
                    await queue.CreateIfNotExistsAsync(cancellationToken: stoppingToken);
                isReady = true;
                var found = await FetchAsync(queue, poison, stoppingToken);
                isOut = false;
                pause = found ? FirstPause : Longer(pause);
                if (!found)
                    await Task.Delay(pause, stoppingToken);
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or IOException or TimeoutException
                && !stoppingToken.IsCancellationRequested)
            {
                if (!isOut)
                    LogOut(e, _trigger.QueueName);
                (isOut, isReady, pause) = (true, false, Longer(pause));
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(_underWay);
    }

    private async Task<bool> FetchAsync(QueueClient queue, QueueClient poison, CancellationToken stopping)
    {
        _underWay.RemoveAll(task => task.IsCompleted);
        while (_underWay.Count > host.NewBatchThreshold)
        {
            await Task.WhenAny(_underWay);
            _underWay.RemoveAll(task => task.IsCompleted);
        }

        var messages = (await queue.ReceiveMessagesAsync(host.BatchSize, Lease, stopping)).Value;
        _underWay.AddRange(messages.Select(message => WorkAsync(queue, poison, message, stopping)));
        return messages.Length > 0;
    }

    private async Task WorkAsync(QueueClient queue, QueueClient poison, QueueMessage message, CancellationToken stopping)
    {
        var receipt = message.PopReceipt;
        try
        {
            using var done = new CancellationTokenSource();
            var renewal = RenewAsync();
            var succeeded = await IsDoneAsync(message, stopping);
            await done.CancelAsync();
            await renewal;
            if (succeeded)
            {
                await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
            }
            else if (message.DequeueCount >= host.MaxDequeueCount)
            {
                await poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
                await poison.SendMessageAsync(message.Body, cancellationToken: CancellationToken.None);
                await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
                LogPoison(message.MessageId, poison.Name);
            }
            else
            {
                await queue.UpdateMessageAsync(
                    message.MessageId, receipt, visibilityTimeout: host.VisibilityTimeout, cancellationToken: CancellationToken.None);
            }

            async Task RenewAsync()
            {
                while (true)
                {
                    await Task.Delay(Lease / 2, done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    if (done.IsCancellationRequested)
                        return;
                    var update = await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: Lease, cancellationToken: CancellationToken.None);
                    receipt = update.Value.PopReceipt;
                }
            }
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or IOException or TimeoutException)
        {
            // The message comes back when its lease is over.
            LogOut(e, queue.Name);
        }
    }

    private async Task<bool> IsDoneAsync(QueueMessage message, CancellationToken stopping)
    {
        await using var scope = services.CreateAsyncScope();
        var invocation = new Invocation(
            function,
            scope.ServiceProvider,
            new Dictionary<string, object?>
            {
                ["Id"] = message.MessageId,
                ["DequeueCount"] = message.DequeueCount,
                ["InsertionTime"] = message.InsertedOn,
                ["ExpirationTime"] = message.ExpiresOn,
                ["NextVisibleTime"] = message.NextVisibleOn,
                ["PopReceipt"] = message.PopReceipt,
            },
            stopping);
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString()));
            await function.InvokeAsync(invocation, _ => text);
            return true;
        }
        catch (Exception e)
        {
            LogFailed(e, function.Name, message.MessageId, message.DequeueCount);
            return false;
        }
    }

    private QueueClient Client(string queue)
    {
        var name = _trigger.Connection ?? "Storage";
        var connection = configuration[name] ?? configuration["AzureWebJobs" + name]
            ?? throw new InvalidOperationException($"The setting {name} or AzureWebJobs{name} is not set.");
        // Decoded here, message by message, so that one that is no Base64 fails alone.
        return new QueueClient(connection, queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
    }

    private TimeSpan Longer(TimeSpan pause) => pause * 2 < host.MaxPollingInterval ? pause * 2 : host.MaxPollingInterval;

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} is out")]
    private partial void LogOut(Exception exception, string queue);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} is in {Poison}")]
    private partial void LogPoison(string messageId, string poison);

    [LoggerMessage(LogLevel.Warning, "Function {Function} failed on message {MessageId}, try {DequeueCount}")]
    private partial void LogFailed(Exception exception, string function, string messageId, long dequeueCount);
}
