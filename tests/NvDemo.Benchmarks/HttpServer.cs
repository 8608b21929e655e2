using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace NvDemo.Benchmarks;

/// <summary>Kestrel on a free port of 127.0.0.1 and nothing else: no host, no routing, no log.</summary>
internal sealed class HttpServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly RequestDelegate _handler;
    private readonly KestrelServer _server;

    private HttpServer(RequestDelegate handler)
    {
        _handler = handler;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
    }

    public Uri Url => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<HttpServer> StartAsync(RequestDelegate handler)
    {
        var server = new HttpServer(handler);
        await server._server.StartAsync(server, CancellationToken.None);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context) => _handler(context);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
