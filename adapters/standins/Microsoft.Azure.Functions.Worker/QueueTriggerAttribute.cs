namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds a parameter to the messages of a Storage queue.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting that holds the Storage account's connection string; <c>AzureWebJobsStorage</c> by default.</summary>
    public string? Connection { get; set; }
}
