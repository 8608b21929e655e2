namespace Amazon.Lambda.SQSEvents;

/// <content>A message of the batch.</content>
public partial class SQSEvent
{
    /// <summary>A message and where it came from.</summary>
    public class SQSMessage
    {
        /// <summary>Id of the message.</summary>
        public string? MessageId { get; set; }

        /// <summary>Id of this delivery.</summary>
        public string? ReceiptHandle { get; set; }

        /// <summary>Body as it was sent.</summary>
        public string? Body { get; set; }

        /// <summary>Attributes that SQS sets, such as <c>ApproximateReceiveCount</c> and <c>SentTimestamp</c> (ms since 1970).</summary>
        public Dictionary<string, string>? Attributes { get; set; }

        /// <summary>Attributes that the sender set.</summary>
        public Dictionary<string, MessageAttribute>? MessageAttributes { get; set; }
    }
}
