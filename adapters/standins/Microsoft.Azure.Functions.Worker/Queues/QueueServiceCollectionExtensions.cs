using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Queues;

internal static class QueueServiceCollectionExtensions
{
    /// <summary>Adds a listener for each queue function.</summary>
    /// <exception cref="InvalidOperationException">A function takes another type than string, or a setting is missing or wrong.</exception>
    public static void AddQueueFunctions(
        this IServiceCollection services, FunctionMethod[] functions, IConfiguration hostJson, IConfiguration configuration)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is not QueueTriggerAttribute trigger)
                continue;
            if (function.TriggerType != typeof(string))
                throw new InvalidOperationException($"The trigger of the queue function '{function.Name}' must be a string.");

            var options = QueueOptions.From(hostJson);
            var service = Connect(QueueConnection.Resolve(configuration, trigger.Connection), trigger);
            services.AddSingleton<IHostedService>(provider =>
            {
                var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function.Name}");
                var queue = service.GetQueueClient(trigger.QueueName);
                var poison = service.GetQueueClient($"{trigger.QueueName}-poison");
                var processor = new MessageProcessor(Invoker(function, provider), queue, poison, options, logger);
                return new QueueListener(queue, processor, options, provider.GetRequiredService<IHostApplicationLifetime>(), logger);
            });
            services.AddSingleton<IManualTrigger>(provider => new QueueManualTrigger(Invoker(function, provider)));
        }
    }

    private static FunctionInvoker Invoker(FunctionMethod function, IServiceProvider provider) =>
        new(function, provider.GetRequiredService<IServiceScopeFactory>());

    private static QueueServiceClient Connect(string connectionString, QueueTriggerAttribute trigger)
    {
        var options = new QueueClientOptions();

        // The listener has a back-off of its own.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        try
        {
            return new QueueServiceClient(connectionString, options);
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"The connection string of the queue '{trigger.QueueName}' is malformed.", e);
        }
    }
}
