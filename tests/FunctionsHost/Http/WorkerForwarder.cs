using System.Diagnostics;
using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace FunctionsHost.Http;

/// <summary>Sends requests to a worker's HTTP server and its replies back, streaming both, with the forwarder that the real host uses.</summary>
internal sealed class WorkerForwarder(IHttpForwarder forwarder) : IDisposable
{
    private static readonly ForwarderRequestConfig Config = new()
    {
        // Without bytes moving; the real host's.
        ActivityTimeout = TimeSpan.FromSeconds(240),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = DistributedContextPropagator.Current,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Forwards a request and writes the reply.</summary>
    /// <exception cref="HttpRequestException">It could not be forwarded, or the reply broke off.</exception>
    /// <exception cref="BadHttpRequestException">The request's body is over the limit or malformed.</exception>
    public async Task SendAsync(HttpContext context, Uri worker, CancellationToken cancellation)
    {
        var error = await forwarder.SendAsync(context, worker.AbsoluteUri, _client, Config, HttpTransformer.Default, cancellation);
        if (error != ForwarderError.None)
            throw new HttpRequestException($"The request was not forwarded: {error}.", context.GetForwarderErrorFeature()?.Exception);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
