using Microsoft.Azure.Functions.Worker;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core.Events;

namespace NvDemo.Functions;

/// <summary>Indexes the bucket's events. A message that fails is delivered again, and ends in the poison queue after five tries.</summary>
public sealed class IndexFunction(EventDrain drain)
{
    /// <summary>The Storage queue of the events.</summary>
    public const string Queue = "nv-object-events";

    /// <exception cref="InvalidOperationException">It failed: tells the host to deliver it again.</exception>
    [Function("index")]
    public async Task RunAsync([QueueTrigger(Queue)] string message, FunctionContext context, CancellationToken cancellation)
    {
        var id = context.BindingContext.BindingData.TryGetValue("Id", out var value) ? value?.ToString() : null;
        var delivered = new QueueMessage(id ?? context.InvocationId, message) { Queueing = StorageEventQueue.Queueing };
        if (!await drain.IndexAsync(delivered, cancellation))
            throw new InvalidOperationException("The message was not indexed.");
    }
}
