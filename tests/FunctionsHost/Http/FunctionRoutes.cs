using FunctionsHost.App;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;

namespace FunctionsHost.Http;

/// <summary>
/// The routes of the HTTP functions, by the real host's rules: they are tried in the alphabetical order of the functions' names, not by how
/// specific they are, and a method that a trigger does not declare makes its route not match.
/// </summary>
internal sealed partial class FunctionRoutes(FunctionApp app, HttpTrigger trigger, ILogger<FunctionRoutes> logger) : EndpointDataSource
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    private CancellationTokenSource _changed = new();
    private IReadOnlyList<Endpoint> _endpoints = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    /// <inheritdoc/>
    public override IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    /// <summary>Puts the app's functions in.</summary>
    public void Update(FunctionCatalog catalog)
    {
        var prefix = (app.HostJson["extensions:http:routePrefix"] ?? "api").Trim('/');
        var routes = new List<(string Route, string[]? Methods)>();
        var endpoints = new List<Endpoint>();
        foreach (var function in catalog.Functions.Where(function => function.Is("httpTrigger")))
        {
            var declared = function.Text("route") is { Length: > 0 } text ? text.Trim('/') : function.Name;
            var methods = function.Texts("methods");
            if (Array.Exists(Reserved, word => declared.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            {
                LogReserved(function.Name, declared);
                continue;
            }

            if (routes.Exists(other => Conflicts(other, declared, methods)))
            {
                LogConflict(function.Name, declared);
                continue;
            }

            try
            {
                endpoints.Add(Endpoint(function, $"{prefix}/{declared}".Trim('/'), methods, endpoints.Count));
                routes.Add((declared, methods));
            }
            catch (RoutePatternException e)
            {
                LogMalformed(function.Name, declared, e.Message);
            }
        }

        _endpoints = endpoints;
        var former = Interlocked.Exchange(ref _changed, new());
        former.Cancel();
        former.Dispose();
    }

    private static bool Conflicts((string Route, string[]? Methods) other, string route, string[]? methods) =>
        other.Route.Equals(route, StringComparison.OrdinalIgnoreCase)
        && (other.Methods is not { Length: > 0 } || methods is not { Length: > 0 } || other.Methods.Intersect(methods).Any());

    // A constraint, since method metadata would answer 405.
    private RouteEndpoint Endpoint(FunctionDefinition function, string route, string[]? methods, int order)
    {
        var constraint = methods is null ? null : new RouteValueDictionary { ["httpMethod"] = new HttpMethodRouteConstraint(methods) };
        var pattern = RoutePatternFactory.Parse(route, defaults: null, parameterPolicies: constraint);
        return (RouteEndpoint)new RouteEndpointBuilder(context => trigger.HandleAsync(context, function), pattern, order)
        {
            DisplayName = function.Name,
        }.Build();
    }

    [LoggerMessage(LogLevel.Error, "The function '{Function}' is in error: its route '{Route}' conflicts with the host's own.")]
    private partial void LogReserved(string function, string route);

    [LoggerMessage(LogLevel.Error, "The function '{Function}' is in error: its route '{Route}' can't be read: {Reason}")]
    private partial void LogMalformed(string function, string route, string reason);

    [LoggerMessage(LogLevel.Error, "The function '{Function}' is in error: its route '{Route}' is another function's.")]
    private partial void LogConflict(string function, string route);
}
