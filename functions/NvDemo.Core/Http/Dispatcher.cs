using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Ports;
using NvDemo.Core.Security;

namespace NvDemo.Core.Http;

/// <summary>
/// The way of every request on both clouds: authenticate, find the route, check the scope, handle, turn failures into problem replies,
/// add the headers that every reply has.
/// </summary>
public sealed partial class Dispatcher(
    RouteTable routes, BasicAuthenticator? authenticator, ServiceOptions options, ILogger<Dispatcher> logger)
{
    private readonly Cors _cors = new(options.CorsOrigins);

    /// <summary>Answers a request. Throws only when the client has gone.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var reply = await AnswerAsync(request, cancellation);
        if (request.Method == "HEAD")
            await reply.WithoutBodyAsync();
        _cors.Expose(request, reply);
        reply.With("X-Nv-Cloud", options.Cloud)
            .With("X-Request-Id", request.RequestId)
            .With("X-Content-Type-Options", "nosniff");
        LogHandled(request.Method, reply.Status, Stopwatch.GetElapsedTime(started).TotalMilliseconds, request.RequestId);
        return reply;
    }

    private async Task<Reply> AnswerAsync(Request request, CancellationToken cancellation)
    {
        try
        {
            return await RouteAsync(request, cancellation);
        }
        catch (InvalidRequestException e)
        {
            return Problem.BadRequest(e.Message);
        }
        catch (DependencyUnavailableException e)
        {
            LogUnavailable(e, e.Dependency, request.RequestId);
            return Problem.ServiceUnavailable(e.Dependency);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(e, request.RequestId);
            return Problem.InternalServerError();
        }
    }

    private async Task<Reply> RouteAsync(Request request, CancellationToken cancellation)
    {
        // Browsers send preflight requests without credentials, so OPTIONS is answered before authentication.
        var isOpen = request.Method == "OPTIONS" || routes.IsOpen(request.Path);
        var principal = isOpen ? null : request.Principal;
        if (!isOpen && principal is null)
        {
            var result = authenticator is null
                ? AuthenticationResult.Denied
                : await authenticator.AuthenticateAsync(request.Header("Authorization"), cancellation);
            if (result.Principal is null)
                return result.IsMissing ? Problem.Unauthorized() : Problem.Forbidden();
            principal = result.Principal;
        }

        var (found, key) = routes.Find(RequestPath.Decode(request.Path));
        if (found.Count == 0)
            return Problem.NotFound("There is no such route.");
        var allow = RouteTable.Allow(found);
        if (_cors.Preflight(request, allow) is { } preflight)
            return preflight;
        if (found.FirstOrDefault(candidate => candidate.Answers(request.Method)) is not { } route)
            return Problem.MethodNotAllowed(request.Method, allow);
        if ((principal?.Scopes ?? Scopes.None) is var scopes && (scopes & route.Scope) != route.Scope)
            return Problem.Forbidden();
        return await route.Handler(request, key, cancellation);
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Status} in {Milliseconds:0.0} ms, request {RequestId}")]
    private partial void LogHandled(string method, int status, double milliseconds, string requestId);

    [LoggerMessage(LogLevel.Warning, "{Dependency} is out, request {RequestId}")]
    private partial void LogUnavailable(Exception exception, string dependency, string requestId);

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed")]
    private partial void LogFailed(Exception exception, string requestId);
}
