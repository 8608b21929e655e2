namespace Amazon.Lambda.SQSEvents;

/// <summary>A batch of messages of one queue.</summary>
public partial class SQSEvent
{
    /// <summary>The messages.</summary>
    public List<SQSMessage> Records { get; set; } = [];
}
