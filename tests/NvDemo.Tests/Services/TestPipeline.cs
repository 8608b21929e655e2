using Microsoft.Extensions.DependencyInjection;
using NvDemo.Core;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;

namespace NvDemo.Tests.Services;

/// <summary>The pipeline as hosts have it, around other routes.</summary>
internal static class TestPipeline
{
    public static HttpPipeline Create(ServiceOptions options, params Route[] routes) => Create(options, [], routes);

    public static HttpPipeline Create(ServiceOptions options, IEnumerable<IMiddleware> ofTheHost, params Route[] routes)
    {
        var services = new ServiceCollection().AddLogging().AddNvCore(options).AddSingleton(new RouteTable(routes));
        foreach (var middleware in ofTheHost)
            services.AddSingleton(middleware);
        return services.BuildServiceProvider().GetRequiredService<HttpPipeline>();
    }

    public static async Task<Response> AnswerAsync(this HttpPipeline pipeline, Request request, CancellationToken cancellation = default)
    {
        Response? sent = null;
        await pipeline.RunAsync(
            request,
            (response, _) =>
            {
                sent = response;
                return Task.CompletedTask;
            },
            cancellation);
        return sent!;
    }
}
