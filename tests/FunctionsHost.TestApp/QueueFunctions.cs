using Microsoft.Azure.Functions.Worker;

namespace FunctionsHost.TestApp;

public static class QueueFunctions
{
    /// <summary>Does with a message what its text says.</summary>
    [Function("queue")]
    public static async Task RunAsync([QueueTrigger("%QUEUE%")] string message, FunctionContext context, CancellationToken cancellation)
    {
        var data = context.BindingContext.BindingData;
        Journal.Add("queue", new
        {
            message,
            id = data.GetValueOrDefault("Id")?.ToString(),
            tries = data.GetValueOrDefault("DequeueCount")?.ToString(),
            inserted = data.GetValueOrDefault("InsertionTime")?.ToString(),
        });
        if (message.StartsWith("hang", StringComparison.Ordinal))
            await Journal.ReleasedAsync("queue", cancellation);
        if (message == "fail")
            throw new InvalidOperationException("This message fails.");
        Journal.Add("queue-done", message);
    }
}
