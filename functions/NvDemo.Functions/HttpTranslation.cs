using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using NvDemo.Core.Http;

namespace NvDemo.Functions;

/// <summary>Between ASP.NET Core's requests and responses and the service's own.</summary>
internal static class HttpTranslation
{
    public static Request ToRequest(HttpRequest request, string requestId, string source)
    {
        var body = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>();
        return new Request
        {
            Method = request.Method,
            Path = PathAsSent(request),
            Query = Query(request),
            Headers = Headers(request.Headers),
            Body = request.Body,
            ContentLength = request.ContentLength ?? (body is { CanHaveBody: true } ? null : 0),
            RequestId = requestId,
            Source = source,
        };
    }

    public static async Task SendAsync(Response response, HttpResponse target, CancellationToken cancellation)
    {
        target.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
            target.Headers[name] = value;
        target.ContentLength = response.ContentLength;
        if (response.Stream is { } stream)
            await stream.CopyToAsync(target.Body, cancellation);
        else if (!response.Bytes.IsEmpty)
            await target.Body.WriteAsync(response.Bytes, cancellation);
    }

    private static Dictionary<string, string> Headers(IHeaderDictionary sent)
    {
        var headers = new Dictionary<string, string>(sent.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, lines) in sent)
            headers[name] = lines.Count == 1 ? lines[0] ?? "" : string.Join(", ", lines.AsEnumerable());
        return headers;
    }

    // ASP.NET Core's own collection takes names that differ in case for one.
    private static Dictionary<string, string> Query(HttpRequest request)
    {
        var query = new Dictionary<string, string>();
        foreach (var parameter in new QueryStringEnumerable(request.QueryString.Value))
            query[parameter.DecodeName().ToString()] = parameter.DecodeValue().ToString();
        return query;
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
