namespace NvDemo.Core.Events;

/// <summary>A message of a queue of either cloud.</summary>
/// <param name="Id">What the queue knows it by.</param>
/// <param name="Body">An S3 event as JSON, in SNS's wrapping where SNS has posted it.</param>
public sealed record QueueMessage(string Id, string Body)
{
    /// <summary>The kind of queue, as <c>messaging.system</c> of OpenTelemetry has it; <c>null</c> where nobody says.</summary>
    public string? Queueing { get; init; }
}
