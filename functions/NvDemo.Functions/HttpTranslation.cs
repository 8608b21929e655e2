using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NvDemo.Core.Http;

namespace NvDemo.Functions;

/// <summary>Between ASP.NET Core's requests and replies and the service's own.</summary>
internal static class HttpTranslation
{
    public static Request ToRequest(HttpRequest request, string requestId)
    {
        var body = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>();
        return new Request
        {
            Method = request.Method.ToUpperInvariant(),
            Path = PathAsSent(request),
            Query = request.Query.ToDictionary(item => item.Key, item => item.Value.LastOrDefault() ?? ""),
            Headers = request.Headers.ToDictionary(item => item.Key, item => item.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = request.Body,
            ContentLength = request.ContentLength ?? (body is { CanHaveBody: true } ? null : 0),
            RequestId = requestId,
        };
    }

    public static async Task SendAsync(Reply reply, HttpResponse response, CancellationToken cancellation)
    {
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
            response.Headers[name] = value;
        response.ContentLength = reply.ContentLength;
        if (reply.Stream is { } stream)
            await stream.CopyToAsync(response.Body, cancellation);
        else if (!reply.Bytes.IsEmpty)
            await response.Body.WriteAsync(reply.Bytes, cancellation);
    }

    /// <summary>
    /// The path still percent-encoded: <see cref="HttpRequest.Path"/> is decoded but for slashes, so that some keys would look alike.
    /// </summary>
    private static string PathAsSent(HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0];
        return path.StartsWith('/') ? path : request.Path.ToUriComponent();
    }
}
