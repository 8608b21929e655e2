using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace NvDemo.LocalClouds.Aws;

/// <summary>
/// Kestrel on a port of 127.0.0.1 in front of one handler: HTTP/1.1, no host around it (so no handlers for Ctrl-C), no limit on bodies
/// and none on how slowly they come, as paused processes are part of the tests.
/// </summary>
internal sealed partial class LoopbackServer : IAsyncDisposable
{
    // The Functions host's.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly KestrelServer _server;

    private LoopbackServer(KestrelServer server) => _server = server;

    /// <summary>The port, also when a free one was asked for.</summary>
    public int Port => new Uri(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;

    /// <summary>Listens on a port (0: a free one).</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LoopbackServer> StartAsync(
        int port, RequestDelegate handler, ILogger logger, Func<ConnectionDelegate, ConnectionDelegate>? onConnection = null)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ResponseHeaderEncodingSelector = _ => Encoding.UTF8 };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestLineSize = options.Limits.MaxRequestHeadersTotalSize = 10_240;
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (onConnection is not null)
                listen.Use(onConnection);
        });
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
        await server.StartAsync(new Application(handler, logger), CancellationToken.None);
        return new LoopbackServer(server);
    }

    /// <summary>Stops listening, lets requests under way end (ten seconds at most) and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Grace);
        await _server.StopAsync(limit.Token);
        _server.Dispose();
    }

    private sealed partial class Application(RequestDelegate handler, ILogger logger) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            try
            {
                await handler(context);
            }
            catch (Exception exception) when (context.RequestAborted.IsCancellationRequested
                && exception is OperationCanceledException or IOException)
            {
                // The client has gone: there is nobody to answer.
            }
            catch (Exception exception) when (exception is not IOException)
            {
                LogFailure(exception, context.Request.Method, context.Request.Path);
                throw;
            }
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }

        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
        private partial void LogFailure(Exception exception, string method, string path);
    }
}
