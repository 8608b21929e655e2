using System.Text.Json.Serialization;

namespace Amazon.Lambda.SQSEvents;

/// <summary>Which messages of a batch failed; SQS delivers those again and deletes the others.</summary>
public partial class SQSBatchResponse
{
    /// <summary>None failed so far.</summary>
    public SQSBatchResponse()
        : this([])
    {
    }

    /// <summary>These failed.</summary>
    public SQSBatchResponse(List<BatchItemFailure> batchItemFailures) => BatchItemFailures = batchItemFailures;

    /// <summary>The messages that failed; with none, the whole batch succeeded.</summary>
    [JsonPropertyName("batchItemFailures")]
    public List<BatchItemFailure> BatchItemFailures { get; set; }
}
