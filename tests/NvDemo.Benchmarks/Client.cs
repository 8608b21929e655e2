using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NvDemo.Core.Http;
using NvDemo.Core.Security;

namespace NvDemo.Benchmarks;

/// <summary>Hands requests to the service as a host does whose platform has authenticated the caller.</summary>
internal sealed class Client(HttpPipeline pipeline, string name = "client")
{
    private readonly Principal _principal = new(name, Scopes.Read | Scopes.Write | Scopes.Delete);

    /// <summary>A request of HTTP: the least that a host of ASP.NET Core has to do.</summary>
    public Task AnswerAsync(HttpContext context) => pipeline.RunAsync(
        new Request
        {
            Method = context.Request.Method,
            Path = context.Request.Path.Value!,
            Query = Query(context.Request),
            Headers = Headers(context.Request.Headers),
            RequestId = context.TraceIdentifier,
            Principal = _principal,
        },
        async (response, cancellation) =>
        {
            context.Response.StatusCode = response.Status;
            foreach (var (header, value) in response.Headers)
                context.Response.Headers[header] = value;
            context.Response.ContentLength = response.ContentLength;
            await context.Response.Body.WriteAsync(response.Bytes, cancellation);
        },
        context.RequestAborted);

    /// <summary>A request without HTTP: the reply is read to its end; what is still being done when it is at hand, is not waited for.</summary>
    /// <returns>The cursor of the next page, where the reply leads to one.</returns>
    /// <exception cref="InvalidOperationException">The reply has another status.</exception>
    public async Task<string?> SendAsync(
        int expected, string method, string path, IReadOnlyDictionary<string, string>? query = null, byte[]? body = null)
    {
        string? next = null;
        await pipeline.RunAsync(
            new Request
            {
                Method = method,
                Path = path,
                Query = query ?? new Dictionary<string, string>(),
                Body = new MemoryStream(body ?? []),
                ContentLength = body?.Length ?? 0,
                RequestId = "benchmark",
                Principal = _principal,
            },
            async (response, cancellation) =>
            {
                if (response.Status != expected)
                    throw new InvalidOperationException($"{method} {path}: {response.Status}");
                if (response.Stream is { } stream)
                    await stream.CopyToAsync(Stream.Null, cancellation);
                next = response.Headers.GetValueOrDefault("Link")?.Split("cursor=")[1].Split('>', '&')[0];
            },
            CancellationToken.None);
        return next;
    }

    private static Dictionary<string, string> Query(HttpRequest request)
    {
        var query = new Dictionary<string, string>();
        foreach (var parameter in new QueryStringEnumerable(request.QueryString.Value))
            query[parameter.DecodeName().ToString()] = parameter.DecodeValue().ToString();
        return query;
    }

    private static Dictionary<string, string> Headers(IHeaderDictionary sent)
    {
        var headers = new Dictionary<string, string>(sent.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in sent)
            headers[name] = value.ToString();
        return headers;
    }
}
