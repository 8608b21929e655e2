using System.Text.Json.Serialization;

namespace Amazon.Lambda.SQSEvents;

/// <content>A message that failed.</content>
public partial class SQSBatchResponse
{
    /// <summary>A message that failed.</summary>
    public class BatchItemFailure
    {
        /// <summary>The <see cref="SQSEvent.SQSMessage.MessageId"/>.</summary>
        [JsonPropertyName("itemIdentifier")]
        public string? ItemIdentifier { get; set; }
    }
}
