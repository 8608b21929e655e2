namespace NvDemo.Core.Http.Middleware;

/// <summary>
/// For platforms that stream: the first piece of a body is there before the response is sent, so that what breaks off before it is an error
/// response, not half of one.
/// </summary>
public sealed class BegunResponses : IMiddleware
{
    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation)
    {
        var response = await next(request, cancellation);
        if (request.Method != "HEAD")
            await response.BeginBodyAsync(cancellation);
        return response;
    }
}
