namespace NvDemo.Core.Http.Middleware;

/// <summary>Cross-origin requests of browsers (the Fetch standard), for the origins that the settings allow; none by default.</summary>
public sealed class Cors(ServiceOptions options) : IMiddleware
{
    /// <summary>The response headers that a page may read.</summary>
    public const string ExposedHeaders =
        "Content-Disposition, Content-Encoding, Content-Language, Content-Range, ETag, Link, Location, Nv-Index, Nv-Size, Nv-Undelete, Repr-Digest, "
        + "Retry-After, Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, Upload-Length, Upload-Metadata, "
        + "Upload-Offset, X-Nv-Cloud, X-Request-Id";

    private const string RequestHeaders =
        "Authorization, Content-Digest, Content-Disposition, Content-Encoding, Content-Language, Content-MD5, Content-Type, If-Match, "
        + "If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range, Repr-Digest, Tus-Resumable, Upload-Checksum, Upload-Concat, "
        + "Upload-Defer-Length, Upload-Length, Upload-Metadata, Upload-Offset, x-amz-checksum-crc32, x-amz-checksum-crc32c, "
        + "x-amz-checksum-crc64nvme, x-amz-checksum-sha1, x-amz-checksum-sha256, X-HTTP-Method-Override";

    private readonly IReadOnlyList<string> _origins = options.CorsOrigins;

    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation)
    {
        var response = await next(request, cancellation);
        if (_origins.Count == 0)
            return response;

        if (IsAllowed(request))
        {
            if (IsPreflight(request) && response.Headers.GetValueOrDefault("Allow") is { } allow)
                Permit(response = response.Status == 405 ? new Response(204) : response, allow, request);
            response.With("Access-Control-Allow-Origin", request.Header("Origin"))
                .With("Access-Control-Expose-Headers", string.Join(", ", [ExposedHeaders, .. response.Headers.Keys.Where(IsOwnMetadata)]));
        }

        return response.With("Vary", response.Headers.TryGetValue("Vary", out var others) ? $"{others}, Origin" : "Origin");
    }

    private static bool IsPreflight(Request request) =>
        request.Method == "OPTIONS" && request.Header("Access-Control-Request-Method") is not null;

    // A path says which methods it has by its answer to OPTIONS, or by its 405 where it has none.
    private static void Permit(Response response, string allow, Request request) => response
        .With("Access-Control-Allow-Methods", allow)
        .With("Access-Control-Allow-Headers", string.Join(", ", [RequestHeaders, .. Asked(request).Where(IsOwnMetadata)]))
        .With("Access-Control-Max-Age", "600");

    private static string[] Asked(Request request) => (request.Header("Access-Control-Request-Headers") ?? "").Split(',', StringSplitOptions.TrimEntries);

    // Their names are the clients' own, and no list has a wildcard for a part of a name.
    private static bool IsOwnMetadata(string header) =>
        header.StartsWith("Nv-Meta-", StringComparison.OrdinalIgnoreCase) && header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private bool IsAllowed(Request request) =>
        request.Header("Origin") is { } origin && (_origins.Contains("*") || _origins.Contains(origin, StringComparer.OrdinalIgnoreCase));
}
