namespace NvDemo.Core.Http;

/// <summary>Cross-origin requests of browsers (the Fetch standard), for the origins that the settings allow; none by default.</summary>
internal sealed class Cors(IReadOnlyList<string> origins)
{
    private const string RequestHeaders = "Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range";
    private const string ReplyHeaders = "Content-Range, ETag, Link, Location, Nv-Index, Nv-Size, Retry-After, X-Nv-Cloud, X-Request-Id";

    /// <summary>The reply to a preflight request, or <c>null</c> when the request is none or its origin is not allowed.</summary>
    public Reply? Preflight(Request request, string allow)
    {
        if (request.Method != "OPTIONS" || request.Header("Access-Control-Request-Method") is null || !IsAllowed(request))
            return null;
        return new Reply(204)
            .With("Access-Control-Allow-Methods", allow)
            .With("Access-Control-Allow-Headers", RequestHeaders)
            .With("Access-Control-Max-Age", "600");
    }

    /// <summary>Lets the page of an allowed origin read the reply.</summary>
    public void Expose(Request request, Reply reply)
    {
        if (origins.Count == 0)
            return;
        reply.With("Vary", "Origin");
        if (IsAllowed(request))
            reply.With("Access-Control-Allow-Origin", request.Header("Origin")).With("Access-Control-Expose-Headers", ReplyHeaders);
    }

    private bool IsAllowed(Request request) =>
        request.Header("Origin") is { } origin && (origins.Contains("*") || origins.Contains(origin, StringComparer.OrdinalIgnoreCase));
}
