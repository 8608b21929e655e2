namespace NvDemo.Core.Http.Middleware;

/// <summary>
/// For platforms that take a whole response or none, within a limit of time (AWS Lambda): the body is read, and a deadline that has passed
/// is an outage, while an error response can still take its place.
/// </summary>
public sealed class WholeResponses : IMiddleware
{
    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation)
    {
        try
        {
            var response = await next(request, cancellation);
            if (request.Method != "HEAD")
                await response.ReadBodyAsync(cancellation);
            return response;
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new DependencyException("The service", DependencyFailure.OutOfReach, e);
        }
    }
}
