using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace NvDemo.Core.Http;

/// <summary>A line of the log, and the metrics, for each request. Queries are in none: they may hold what signs or opens something.</summary>
internal sealed partial class RequestLog(ILogger logger)
{
    /// <summary>The whole response is on its way.</summary>
    /// <param name="length">The bytes of the response's body that are sent.</param>
    public void Answered(Request request, int status, long length, TimeSpan time)
    {
        ServiceMetrics.ServerErrors.Record(status >= 500 ? 1 : 0);
        if (request.ContentLength is { } received)
            ServiceMetrics.RequestBytes.Record(received);
        ServiceMetrics.ResponseBytes.Record(length);
        if (logger.IsEnabled(LogLevel.Information))
        {
            LogAnswered(
                request.Method, request.RouteTemplate ?? "-", status, time.TotalMilliseconds, request.ContentLength, length, Client(request), Key(request),
                request.RequestId, request.PlatformId, Activity.Current?.TraceId.ToHexString());
        }
    }

    /// <summary>The client went away, or the response broke off.</summary>
    public void Unanswered(Request request, TimeSpan time)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            LogUnanswered(
                request.Method, request.RouteTemplate ?? "-", time.TotalMilliseconds, Client(request), Key(request), request.RequestId, request.PlatformId,
                Activity.Current?.TraceId.ToHexString());
        }
    }

    private static string Client(Request request) => request.Principal?.Username ?? "-";

    // Encoded: a key may have line ends.
    private static string Key(Request request) => request.RouteValue.Length == 0 ? "-" : Uri.EscapeDataString(request.RouteValue).Replace("%2F", "/", StringComparison.Ordinal);

    [LoggerMessage(
        LogLevel.Information,
        "{Method} {Route} {Status} in {Milliseconds:0.0} ms, {BytesIn} bytes in, {BytesOut} out, client {Client}, key {Key}, request {RequestId}, "
        + "invocation {InvocationId}, trace {TraceId}")]
    private partial void LogAnswered(
        string method, string route, int status, double milliseconds, long? bytesIn, long bytesOut, string client, string key, string requestId,
        string invocationId, string? traceId);

    [LoggerMessage(
        LogLevel.Information,
        "{Method} {Route} unanswered after {Milliseconds:0.0} ms, client {Client}, key {Key}, request {RequestId}, invocation {InvocationId}, "
        + "trace {TraceId}")]
    private partial void LogUnanswered(
        string method, string route, double milliseconds, string client, string key, string requestId, string invocationId, string? traceId);
}
