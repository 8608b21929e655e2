using Microsoft.Extensions.Logging;
using NvDemo.Core.Security;

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
        catch (UnreadableBodyException e)
        {
            LogUnreadable(e, request.RequestId);
            return e.IsTooSlow ? Problem.RequestTimeout(e.Message) : Problem.BadRequest(e.Message);
        }
        catch (UncheckedPasswordException)
        {
            return Problem.ServiceUnavailable("Authentication");
        }
        catch (OverloadedException e)
        {
            return Problem.Overloaded(e.Message);
        }
        catch (DependencyException e) when (e.Failure == DependencyFailure.OutOfReach)
        {
            LogOutOfReach(e, e.Dependency, request.RequestId);
            return Problem.ServiceUnavailable(e.Dependency);
        }
        catch (DependencyException e)
        {
            LogUnusable(e, e.Dependency, e.Failure, request.RequestId);
            return Problem.InternalServerError();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogFailed(e, request.RequestId);
            return Problem.InternalServerError();
        }
    }

    [LoggerMessage(LogLevel.Information, "The body of request {RequestId} can't be read")]
    private partial void LogUnreadable(Exception exception, string requestId);

    [LoggerMessage(LogLevel.Warning, "{Dependency} is out of reach, request {RequestId}")]
    private partial void LogOutOfReach(Exception exception, string dependency, string requestId);

    [LoggerMessage(LogLevel.Error, "{Dependency} does not do what it is asked ({Failure}), request {RequestId}")]
    private partial void LogUnusable(Exception exception, string dependency, DependencyFailure failure, string requestId);

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed")]
    private partial void LogFailed(Exception exception, string requestId);
}
