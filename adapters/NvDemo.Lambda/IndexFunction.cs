using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using NvDemo.Core.Events;

namespace NvDemo.Lambda;

/// <summary>Indexes batches of the bucket's events from SQS; what fails is delivered again.</summary>
public sealed class IndexFunction(EventIndexer indexer)
{
    private const string Queueing = "aws_sqs";

    /// <summary>Answers with the messages that failed (<c>ReportBatchItemFailures</c>).</summary>
    public async Task<SQSBatchResponse> HandleAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = Deadline.Of(context);
        var failed = await indexer.IndexAsync(
            [.. batch.Records?.Select(message => new QueueMessage(message.MessageId ?? "", message.Body ?? "") { Queueing = Queueing }) ?? []], deadline.Token);
        return new SQSBatchResponse
        {
            BatchItemFailures = [.. failed.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })],
        };
    }
}
