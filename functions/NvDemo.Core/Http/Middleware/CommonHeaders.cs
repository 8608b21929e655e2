namespace NvDemo.Core.Http.Middleware;

/// <summary>The headers that every response has.</summary>
public sealed class CommonHeaders(ServiceOptions options) : IMiddleware
{
    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation)
    {
        var response = await next(request, cancellation);
        return response
            .With("X-Nv-Cloud", options.Cloud)
            .With("X-Request-Id", request.RequestId)
            .With("X-Content-Type-Options", "nosniff");
    }
}
