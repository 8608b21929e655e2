using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NvDemo.Core.Http;

/// <summary>
/// The way of every HTTP request on both clouds. A host hands it in; the middlewares lead it to the handler and the response back; the
/// host sends that. All of it happens within one log scope and one span.
/// </summary>
public sealed class HttpPipeline
{
    /// <summary>The category of the lines of the access log.</summary>
    public const string AccessLogCategory = "NvDemo.AccessLog";

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("request {RequestId}");

    private readonly RequestHandler _handler;
    private readonly ILogger<HttpPipeline> _logger;
    private readonly RequestLog _log;
    private readonly AccessLog? _accessLog;

    /// <param name="middlewares">The first is the outermost.</param>
    /// <param name="accessLog">Takes a line in the combined format for each request; <c>null</c> where nobody wants it.</param>
    public HttpPipeline(IEnumerable<IMiddleware> middlewares, RequestHandler handler, ILogger<HttpPipeline> logger, ILogger? accessLog = null)
    {
        _logger = logger;
        _log = new RequestLog(logger);
        _accessLog = accessLog is null ? null : new AccessLog(accessLog);
        _handler = middlewares.Reverse().Aggregate(
            handler, (next, middleware) => (request, cancellation) => middleware.HandleAsync(request, next, cancellation));
    }

    /// <param name="send">Sends the response, which is disposed afterwards. What it throws comes out here: the response may have begun.</param>
    /// <param name="cancellation">Cancelled when the client has gone, or the host's time is up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(Request request, Func<Response, CancellationToken, Task> send, CancellationToken cancellation)
    {
        using var scope = Scope(_logger, request.RequestId);
        using var span = ServerSpan.Start(request);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await using var response = await _handler(request, cancellation);
            if (request.Method == "HEAD")
                await response.WithoutBodyAsync();
            if (span is { IsAllDataRequested: true })
                ServerSpan.Answer(span, request, response);
            var length = response.Stream is null ? response.Bytes.Length : response.ContentLength ?? 0;
            await send(response, cancellation);
            var time = Stopwatch.GetElapsedTime(started);
            _log.Answered(request, response.Status, length, time);
            _accessLog?.Answered(request, response.Status, length, DateTime.UtcNow - time);
        }
        catch
        {
            _log.Unanswered(request, Stopwatch.GetElapsedTime(started));
            throw;
        }
    }
}
