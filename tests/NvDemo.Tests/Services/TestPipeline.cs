using Microsoft.Extensions.DependencyInjection;
using NvDemo.Core;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;

namespace NvDemo.Tests.Services;

/// <summary>The pipeline as hosts have it, around other routes.</summary>
internal static class TestPipeline
{
    public static HttpPipeline Create(ServiceOptions options, params Route[] routes) => new ServiceCollection()
        .AddLogging()
        .AddNvCore(options)
        .AddSingleton(new RouteTable(routes))
        .BuildServiceProvider()
        .GetRequiredService<HttpPipeline>();

    public static async Task<Response> AnswerAsync(this HttpPipeline pipeline, Request request)
    {
        Response? sent = null;
        await pipeline.RunAsync(
            request,
            (response, _) =>
            {
                sent = response;
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return sent!;
    }
}
