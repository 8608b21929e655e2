using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Azure;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;

namespace NvDemo.Functions;

/// <summary>The services of the app.</summary>
public static class AppServices
{
    private const string FrontDoorForm = "the id of a Front Door, which is a GUID";

    /// <summary>Adds them. The settings are read at once; nothing connects before it is used.</summary>
    /// <exception cref="SettingsException">Some are missing or malformed; the message names every one.</exception>
    public static IServiceCollection AddApp(this IServiceCollection services, SettingsReader settings)
    {
        services
            .AddSingleton(new ClientAddress(
                settings.Parse("Nv__Azure__FrontDoorId", FrontDoorForm, text => Guid.TryParse(text, out var id) ? $"{id}" : null, "")))
            .AddNvCore(ServiceSettings.Read(settings, "azure"))
            .AddSingleton<IMiddleware, BegunResponses>()
            .AddDataPlane(settings)
            .AddMigrations(settings)
            .AddBasicAuthentication(settings)
            .AddAzure(settings, IndexFunction.Queue);
        settings.ThrowIfAnyIsWrong();
        return services;
    }
}
