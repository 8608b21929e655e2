using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Events;
using NvDemo.Core.Files;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;
using NvDemo.Core.Index;
using NvDemo.Core.Reconciliation;
using NvDemo.Core.Security;

namespace NvDemo.Core.Composition;

/// <summary>Puts the service together on its ports. Everything is made once per process, when it is first needed.</summary>
public static class NvCoreServices
{
    /// <summary>
    /// Adds <see cref="HttpPipeline"/>, <see cref="EventIndexer"/>, <see cref="Reconciler"/> and <see cref="ScheduledReconciliation"/>,
    /// which are what hosts call. The ports (<see cref="IFileIndex"/>, <see cref="IListCache"/>, <see cref="IWalkJournal"/>, and those of
    /// <see cref="Storage"/>) and the log must be there too; a <see cref="BasicAuthenticator"/>, unless the platform authenticates; and the
    /// host's own routes and middlewares, if it has any, as <see cref="Route"/> and <see cref="IMiddleware"/>.
    /// </summary>
    public static IServiceCollection AddNvCore(this IServiceCollection services, ServiceOptions options) => services
        .AddSingleton(options)
        .AddSingleton(TimeProvider.System)
        .AddSingleton<BodySpools>()
        .AddSingleton<FileCatalog>()
        .AddSingleton<ContentTypeReader>()
        .AddSingleton<EventIndexer>()
        .AddSingleton<Reconciler>()
        .AddSingleton<ScheduledReconciliation>()
        .AddSingleton<FileLookup>()
        .AddSingleton<TusWriter>()
        .AddSingleton<TusCompletion>()
        .AddHttp();

    private static IServiceCollection AddHttp(this IServiceCollection services) => services
        .AddSingleton<CommonHeaders>()
        .AddSingleton<ErrorResponses>()
        .AddSingleton<Cors>()
        .AddSingleton<CrossSiteRequests>()
        .AddSingleton(provider => new RouteTable(Routes.Create(provider)))
        .AddSingleton<Router>()
        .AddSingleton(provider => new BasicAuthentication(
            provider.GetRequiredService<RouteTable>(), provider.GetService<BasicAuthenticator>()))
        .AddSingleton(provider => new HttpPipeline(
            [
                provider.GetRequiredService<CommonHeaders>(),
                provider.GetRequiredService<Cors>(),
                provider.GetRequiredService<ErrorResponses>(),
                provider.GetRequiredService<BasicAuthentication>(),
                provider.GetRequiredService<CrossSiteRequests>(),
                .. provider.GetServices<IMiddleware>(),
            ],
            provider.GetRequiredService<Router>().HandleAsync,
            provider.GetRequiredService<ILogger<HttpPipeline>>(),
            provider.GetRequiredService<ServiceOptions>().HasAccessLog
                ? provider.GetRequiredService<ILoggerFactory>().CreateLogger(HttpPipeline.AccessLogCategory)
                : null));
}
