namespace NvDemo.Core.Http.Middleware;

/// <summary>
/// Refuses changes that a page of another site has a browser send with the credentials that it keeps (CSRF), by the headers that browsers
/// add and pages can't set: <c>Sec-Fetch-Site</c> (https://www.w3.org/TR/fetch-metadata/), else <c>Origin</c> (RFC 6454, 7). Clients that
/// are no browsers send neither.
/// </summary>
public sealed class CrossSiteRequests(ServiceOptions options) : IMiddleware
{
    private readonly string _publicOrigin = options.PublicUrl.GetLeftPart(UriPartial.Authority);

    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation) =>
        request is { Method: "PUT" or "POST" or "PATCH" or "DELETE", Principal: not null } && !IsAllowed(request)
            ? Problem.Forbidden("The request comes from a page of another site.")
            : await next(request, cancellation);

    private bool IsAllowed(Request request)
    {
        var site = request.Header("Sec-Fetch-Site");
        if (site is "same-origin" or "none")
            return true;
        return request.Header("Origin") is { } origin ? IsTrusted(origin, request) : site is null;
    }

    // "null" stands for any page without an origin, and "*" is for reading only.
    private bool IsTrusted(string origin, Request request) =>
        origin is not ("null" or "*")
        && (Same(origin, _publicOrigin) || options.CorsOrigins.Any(allowed => Same(origin, allowed)) || IsOwn(origin, request));

    private static bool IsOwn(string origin, Request request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && Uri.TryCreate($"{page.Scheme}://{request.Header("Host")}", UriKind.Absolute, out var own)
        && Same(page.GetLeftPart(UriPartial.Authority), own.GetLeftPart(UriPartial.Authority));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
