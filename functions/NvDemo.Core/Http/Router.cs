using NvDemo.Core.Security;

namespace NvDemo.Core.Http;

/// <summary>Finds the route of a request, checks that the caller may use it, and has its handler answer.</summary>
public sealed class Router(RouteTable routes)
{
    /// <exception cref="InvalidInputException">The path is malformed.</exception>
    public Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        if (routes.Find(RequestPath.Decode(request.Path)) is not { } found)
            return Task.FromResult(Problem.NotFound("There is no such route."));
        request.RouteTemplate = found.Group.Template;
        if (found.Group.Route(request.Method) is not { } route)
            return Task.FromResult(Problem.MethodNotAllowed(request.Method, found.Group.Allow));
        var scopes = request.Principal?.Scopes ?? Scopes.None;
        if ((scopes & route.Scope) != route.Scope)
            return Task.FromResult(Problem.Forbidden());
        if (found.Group.HasKey && !request.Prefixes.Contain(found.Value) && !(route.TakesNames && !found.Value.Contains('/')))
            return Task.FromResult(Problem.OutsidePrefixes(request.Prefixes));

        request.RouteValue = found.Value;
        return route.Handler(request, cancellation);
    }
}
