using System.Diagnostics;
using System.Globalization;

namespace NvDemo.Core.Http;

/// <summary>
/// The span of a request (https://opentelemetry.io/docs/specs/semconv/http/http-spans/, "HTTP server"), a part of the client's trace where
/// that sends a valid <c>traceparent</c>. Never the query, which may hold a signature, nor a header of the request.
/// </summary>
internal static class ServerSpan
{
    private static readonly HashSet<string> Known = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"];

    /// <returns><c>null</c> where nobody listens.</returns>
    public static Activity? Start(Request request)
    {
        if (!ServiceTraces.IsOn)
            return null;
        var isKnown = Known.Contains(request.Method);
        var span = ServiceTraces.StartEntry(
            isKnown ? request.Method : "HTTP", ActivityKind.Server, ServiceTraces.Parse(request.Header("traceparent"), request.Header("tracestate")));
        if (span is not { IsAllDataRequested: true })
            return span;

        span.SetTag("http.request.method", isKnown ? request.Method : "_OTHER");
        if (!isKnown)
            span.SetTag("http.request.method_original", request.Method);
        span.SetTag("url.path", request.Path);
        return span.SetTag("http.response.header.x-request-id", new[] { request.RequestId });
    }

    /// <summary>Adds what is known when it is answered.</summary>
    public static void Answer(Activity span, Request request, Response response)
    {
        if (request.RouteTemplate is { } route)
        {
            span.DisplayName = $"{span.DisplayName} {route}";
            span.SetTag("http.route", route);
        }

        span.SetTag("http.response.status_code", response.Status);
        if (response.Status >= 500)
            span.Fail(response.Status.ToString(CultureInfo.InvariantCulture));
    }
}
