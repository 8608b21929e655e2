using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Timers;

internal static class TimerServiceCollectionExtensions
{
    /// <summary>Adds a listener for each timer function.</summary>
    /// <exception cref="InvalidOperationException">
    /// A function takes another type than <see cref="TimerInfo"/>, or its schedule is malformed or names a setting that there is not.
    /// </exception>
    public static void AddTimerFunctions(this IServiceCollection services, FunctionMethod[] functions, IConfiguration configuration)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is not TimerTriggerAttribute trigger)
                continue;
            if (function.TriggerType != typeof(TimerInfo))
                throw new InvalidOperationException($"The trigger of the timer function '{function.Name}' must be a TimerInfo.");

            var schedule = TimerSchedule.Parse(trigger.Schedule, configuration);
            services.AddKeyedSingleton(function.Name, (provider, _) => new TimerListener(
                new FunctionInvoker(function, provider.GetRequiredService<IServiceScopeFactory>()),
                trigger,
                schedule,
                provider.GetRequiredService<IHostApplicationLifetime>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function.Name}")));
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<TimerListener>(function.Name));
            services.AddSingleton<IManualTrigger>(provider => provider.GetRequiredKeyedService<TimerListener>(function.Name));
        }
    }
}
