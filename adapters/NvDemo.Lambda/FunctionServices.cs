using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;

namespace NvDemo.Lambda;

/// <summary>The services of a function, which reads only the settings that it needs.</summary>
public static class FunctionServices
{
    /// <summary>The functions: what <c>NV_FUNCTION</c> may be.</summary>
    public static IReadOnlyList<string> Functions { get; } = ["api", "authorizer", "health", "index", "reconcile", "postgres-init"];

    /// <summary>
    /// Adds those of the function <c>NV_FUNCTION</c>, and returns its name. The settings are read at once; nothing connects before it is
    /// used.
    /// </summary>
    /// <exception cref="SettingsException">Some are missing or malformed; the message names every one.</exception>
    public static string AddFunction(this IServiceCollection services, SettingsReader settings)
    {
        var function = settings.Required("NV_FUNCTION", $"one of {string.Join(", ", Functions)}", text => Functions.Contains(text) ? text : null);
        switch (function)
        {
            case "api" or "health":
                services.AddService(settings, function).AddSingleton<IMiddleware, WholeResponses>();
                break;
            case "index" or "reconcile":
                services.AddService(settings, function);
                break;
            case "authorizer":
                services.AddBasicAuthentication(settings);
                break;
            case "postgres-init":
                services.AddMigrations(settings);
                break;
        }

        settings.ThrowIfAnyIsWrong();
        return function!;
    }

    private static IServiceCollection AddService(this IServiceCollection services, SettingsReader settings, string function) =>
        services.AddNvCore(ServiceSettings.Read(settings, "aws")).AddDataPlane(settings).AddTraces(settings, function);
}
