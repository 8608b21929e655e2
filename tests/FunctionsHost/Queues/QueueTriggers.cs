using Azure.Storage.Queues.Models;
using FunctionsHost.App;
using FunctionsHost.Triggers;
using FunctionsHost.Workers;

namespace FunctionsHost.Queues;

/// <summary>Polls the queue of each queue function.</summary>
internal sealed class QueueTriggers(FunctionApp app, CommandLine options, WorkerPool workers, ILoggerFactory loggers)
    : TriggerListeners("queueTrigger", workers, loggers), IManualTrigger
{
    private const string PoisonSuffix = "-poison";

    /// <summary>Runs a queue function with a text as its message. It is in no queue: it has no id, and no second try.</summary>
    public Task InvokeAsync(FunctionDefinition function, string? input, CancellationToken cancellation)
    {
        var message = QueuesModelFactory.QueueMessage(messageId: null, popReceipt: null, input ?? "", dequeueCount: 0);
        return new QueueTrigger(function, Workers).InvokeAsync(message, input ?? "", cancellation);
    }

    /// <inheritdoc/>
    protected override Task ListenAsync(FunctionDefinition function, ILogger logger, CancellationToken stopping, CancellationToken abandon)
    {
        var settings = QueueOptions.From(app.HostJson);
        var account = QueueAccount.Open(app, function.Text("connection"));
        var name = app.Resolve(function.Text("queueName") ?? "").ToLowerInvariant();
        var queue = account.GetQueueClient(name);

        // A poison queue has none of its own.
        var poison = name.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? null : account.GetQueueClient(name + PoisonSuffix);
        var trigger = new QueueTrigger(function, Workers);
        var processor = new MessageProcessor(trigger, queue, poison, settings, options.QueueLease, logger);
        return new QueueListener(queue, processor, settings, options.QueueLease, logger).RunAsync(stopping, abandon);
    }
}
