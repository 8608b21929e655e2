using System.Diagnostics;
using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;
using NvDemo.LocalClouds.Aws.Lambda;

namespace NvDemo.LocalClouds.Aws.Sqs;

/// <summary>
/// An SQS event source mapping: receives messages, invokes a function with them and deletes those that it did not report as failed.
/// The others come back after the queue's visibility time-out. Delivery is at least once.
/// </summary>
public sealed partial class SqsEventSource(
    IAmazonSQS sqs, LambdaService lambda, SqsEventSourceOptions options, ILogger<SqsEventSource> logger) : IAsyncDisposable
{
    private const int RequestLimit = 10, LongPoll = 1;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GatherInterval = TimeSpan.FromMilliseconds(100), Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _slots = new(options.MaximumConcurrency);
    private Task _polling = Task.CompletedTask;
    private bool _unreachable;

    /// <summary>Begins to poll.</summary>
    public Task StartAsync()
    {
        _polling = Task.Run(PollAsync);
        return Task.CompletedTask;
    }

    /// <summary>Stops to poll and lets invocations under way end (five seconds at most; then their messages come back).</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _ended.CancelAfter(Grace);
        await _polling;
        for (var slot = 0; slot < options.MaximumConcurrency; slot++)
            await _slots.WaitAsync();
        _slots.Release(options.MaximumConcurrency);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        _ended.Dispose();
        _slots.Dispose();
    }

    private async Task PollAsync()
    {
        try
        {
            while (true)
            {
                await _slots.WaitAsync(_stopping.Token);
                List<Message> batch = [];
                try
                {
                    batch = await GatherAsync();
                }
                finally
                {
                    if (batch.Count == 0)
                        _slots.Release();
                }

                if (batch.Count > 0)
                    _ = ProcessAsync(batch);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Asked to stop. Messages of a batch that was not complete yet come back.
        }
    }

    private async Task<List<Message>> GatherAsync()
    {
        var batch = await ReceiveAsync(options.BatchSize, LongPoll);
        if (batch.Count == 0)
            return batch;
        var start = Stopwatch.GetTimestamp();
        while (batch.Count < options.BatchSize && Stopwatch.GetElapsedTime(start) < options.BatchingWindow && !_unreachable)
        {
            var more = await ReceiveAsync(options.BatchSize - batch.Count, seconds: 0);
            batch.AddRange(more);
            if (more.Count == 0)
                await Task.Delay(GatherInterval, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
                break;
        }

        return batch;
    }

    private async Task<List<Message>> ReceiveAsync(int count, int seconds)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = options.QueueUrl,
            MaxNumberOfMessages = Math.Min(count, RequestLimit),
            WaitTimeSeconds = seconds,
            MessageSystemAttributeNames = ["All"],
            MessageAttributeNames = ["All"],
        };
        try
        {
            var response = await sqs.ReceiveMessageAsync(request, _stopping.Token);
            if (_unreachable)
                LogReachable(options.QueueUrl);
            _unreachable = false;
            return response.Messages ?? [];
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_stopping.IsCancellationRequested)
        {
            if (!_unreachable)
                LogUnreachable(options.QueueUrl, exception.Message);
            _unreachable = true;
            await Task.Delay(Pause, _stopping.Token);
            return [];
        }
    }

    private async Task ProcessAsync(List<Message> batch)
    {
        try
        {
            var result = await lambda.InvokeAsync(options.Function, SqsEvent.Write(batch, options.QueueArn), _ended.Token);
            if (result.IsError)
            {
                LogFailed(options.Function, batch.Count, batch.Count, result.ErrorType!);
                return;
            }

            var ids = batch.Select(message => message.MessageId).ToHashSet(StringComparer.Ordinal);
            var failures = BatchResponse.Failures(result.Payload, ids) ?? ids;
            if (failures.Count > 0)
                LogFailed(options.Function, failures.Count, batch.Count, "reported");
            await DeleteAsync(batch.Where(message => !failures.Contains(message.MessageId)));
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Stopped: the messages come back.
        }
        catch (Exception exception)
        {
            LogLost(exception, options.Function, batch.Count);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task DeleteAsync(IEnumerable<Message> messages)
    {
        foreach (var chunk in messages.Chunk(RequestLimit))
        {
            var entries = chunk
                .Select((message, index) => (Id: index.ToString(CultureInfo.InvariantCulture), message.ReceiptHandle))
                .Select(entry => new DeleteMessageBatchRequestEntry(entry.Id, entry.ReceiptHandle))
                .ToList();
            var response = await sqs.DeleteMessageBatchAsync(options.QueueUrl, entries, _ended.Token);
            if (response.Failed is { Count: > 0 } failed)
                LogNotDeleted(options.QueueUrl, failed.Count, failed[0].Code);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queue {Queue} can't be read; trying until it can. {Reason}")]
    private partial void LogUnreachable(string queue, string reason);

    [LoggerMessage(LogLevel.Information, "The queue {Queue} can be read again.")]
    private partial void LogReachable(string queue);

    [LoggerMessage(LogLevel.Warning, "The function {Function} failed for {Failed} of {Count} messages, which come back: {Reason}.")]
    private partial void LogFailed(string function, int failed, int count, string reason);

    [LoggerMessage(LogLevel.Error, "The function {Function} was not invoked, or its {Count} messages were not deleted; they come back.")]
    private partial void LogLost(Exception exception, string function, int count);

    [LoggerMessage(LogLevel.Error, "The queue {Queue} kept {Count} messages that should have been deleted, the first because of {Code}.")]
    private partial void LogNotDeleted(string queue, int count, string code);
}
