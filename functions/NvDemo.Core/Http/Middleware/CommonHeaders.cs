namespace NvDemo.Core.Http.Middleware;

/// <summary>
/// The headers that every response has. Where clients come by HTTPS they are told to keep to it for a year (RFC 6797); over plain HTTP that
/// header is forbidden (7.2).
/// </summary>
public sealed class CommonHeaders(ServiceOptions options) : IMiddleware
{
    private const string Year = "max-age=31536000";

    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation)
    {
        var response = await next(request, cancellation);
        if (options.PublicUrl.Scheme == Uri.UriSchemeHttps)
            response.With("Strict-Transport-Security", Year);
        return response
            .With("X-Nv-Cloud", options.Cloud)
            .With(RequestId.HeaderName, request.RequestId)
            .With("X-Content-Type-Options", "nosniff");
    }
}
