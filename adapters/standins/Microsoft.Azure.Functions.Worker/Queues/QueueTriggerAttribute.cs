namespace Microsoft.Azure.Functions.Worker;

/// <summary>On a parameter of type <c>string</c>: messages of an Azure Storage queue invoke the function.</summary>
/// <param name="queueName">The queue; made when it is missing.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>
    /// Name of the setting that has the connection string, with or without its prefix <c>AzureWebJobs</c>; null for
    /// <c>AzureWebJobsStorage</c>.
    /// </summary>
    public string? Connection { get; set; }
}
