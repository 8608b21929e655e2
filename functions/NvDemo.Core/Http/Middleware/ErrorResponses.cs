using Microsoft.Extensions.Logging;

namespace NvDemo.Core.Http.Middleware;

/// <summary>Turns what is thrown behind it into problem responses. Only a cancellation passes: nobody waits for a response then.</summary>
public sealed partial class ErrorResponses(ILogger<ErrorResponses> logger) : IMiddleware
{
    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation)
    {
        try
        {
            return await next(request, cancellation);
        }
        catch (InvalidInputException e)
        {
            return Problem.BadRequest(e.Message);
        }
        catch (DependencyException e)
        {
            LogUnavailable(e, e.Dependency, e.Failure, request.RequestId);
            return Problem.ServiceUnavailable(e.Dependency);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(e, request.RequestId);
            return Problem.InternalServerError();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Dependency} is out ({Failure}), request {RequestId}")]
    private partial void LogUnavailable(Exception exception, string dependency, DependencyFailure failure, string requestId);

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed")]
    private partial void LogFailed(Exception exception, string requestId);
}
