using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>Invokes a queue function with a text as its message. It is in no queue: it has no id, and no second try.</summary>
internal sealed class QueueManualTrigger(FunctionInvoker invoker) : IManualTrigger
{
    public string FunctionName => invoker.FunctionName;

    public Task InvokeAsync(string? input, CancellationToken cancellationToken)
    {
        var text = input ?? "";
        var message = QueuesModelFactory.QueueMessage(messageId: null, popReceipt: null, text, dequeueCount: 0);
        return invoker.InvokeAsync(text, MessageBindingData.Of(message, text), cancellationToken);
    }
}
