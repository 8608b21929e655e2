using NvDemo.Core.Security;

namespace NvDemo.Core.Http.Middleware;

/// <summary>
/// Lets only known callers through to the routes, but for the open ones. It comes before the look-up of the route: without credentials
/// nobody learns which routes and files there are.
/// </summary>
/// <param name="routes">Know which paths are open.</param>
/// <param name="authenticator"><c>null</c> where the platform authenticates in front of the service, and sets the request's principal.</param>
public sealed class BasicAuthentication(RouteTable routes, BasicAuthenticator? authenticator) : IMiddleware
{
    /// <inheritdoc/>
    public async Task<Response> HandleAsync(Request request, RequestHandler next, CancellationToken cancellation)
    {
        // Browsers send preflight requests without credentials.
        if (request.Method == "OPTIONS" || routes.IsOpen(request.Path))
        {
            request.Principal = null;
        }
        else if (request.Principal is null)
        {
            var result = authenticator is null
                ? AuthenticationResult.Denied
                : await authenticator.AuthenticateAsync(request.Header("Authorization"), request.Source, cancellation);
            if (result.Principal is null)
                return result.IsMissing ? Problem.Unauthorized() : Problem.Forbidden();
            request.Principal = result.Principal;
        }

        // Which of several is meant is not for us to guess.
        if (request.Header("Authorization") is { } sent && BasicCredentials.IsList(sent))
            return Problem.BadRequest("Authorization must be sent once.");
        return await next(request, cancellation);
    }
}
