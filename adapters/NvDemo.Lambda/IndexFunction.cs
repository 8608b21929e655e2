using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using NvDemo.Core.Events;

namespace NvDemo.Lambda;

/// <summary>Indexes batches of the bucket's events from SQS; what fails is delivered again.</summary>
public sealed class IndexFunction(EventIndexer indexer)
{
    // Time for the answer, and for the log to say which messages were not indexed, before the instance is ended.
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(500);

    /// <summary>Answers with the messages that failed (<c>ReportBatchItemFailures</c>).</summary>
    public async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = new CancellationTokenSource();
        if (context.RemainingTime > Reserve)
            deadline.CancelAfter(context.RemainingTime - Reserve);
        var failed = await indexer.IndexAsync(
            [.. batch.Records?.Select(message => new QueueMessage(message.MessageId ?? "", message.Body ?? "")) ?? []], deadline.Token);
        return new SQSBatchResponse
        {
            BatchItemFailures = [.. failed.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })],
        };
    }
}
