using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The HTTP functions of an application and their routes.</summary>
internal sealed class HttpFunctions
{
    private readonly string _routePrefix;
    private readonly FunctionMethod[] _functions;

    private HttpFunctions(FunctionMethod[] functions, string routePrefix)
    {
        _functions = functions;
        _routePrefix = routePrefix;
    }

    public bool Any => _functions.Length > 0;

    /// <summary>The HTTP functions among <paramref name="functions"/>, below the route prefix of host.json (default <c>api</c>).</summary>
    /// <exception cref="InvalidOperationException">A function takes or returns a type that is not supported.</exception>
    public static HttpFunctions Of(FunctionMethod[] functions, IConfiguration hostJson)
    {
        var http = functions.Where(static function => function.Trigger is HttpTriggerAttribute).ToArray();
        foreach (var function in http)
        {
            if (function.TriggerType != typeof(HttpRequest))
                throw new InvalidOperationException($"The trigger of the HTTP function '{function.Name}' must be an HttpRequest.");
            if (function.ReturnType != typeof(void) && !IsResult(function.ReturnType) && !IsActionResult(function.ReturnType))
                throw new InvalidOperationException($"The HTTP function '{function.Name}' may only return an IResult or IActionResult.");
        }

        return new HttpFunctions(http, hostJson["extensions:http:routePrefix"] ?? "api");
    }

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<MasterKey>();
        services.AddSingleton<ManualInvocationEndpoint>();
        if (_functions.Any(static function => IsActionResult(function.ReturnType)))
            services.AddMvcCore();
    }

    public void Map(WebApplication application)
    {
        application.UseMiddleware<ReservedPaths>();
        var masterKey = application.Services.GetRequiredService<MasterKey>();
        var loggers = application.Services.GetRequiredService<ILoggerFactory>();
        var endpoints = _functions.Select((function, order) => Endpoint(function, order, masterKey, loggers)).ToArray();
        ((IEndpointRouteBuilder)application).DataSources.Add(new DefaultEndpointDataSource(endpoints));
    }

    // As in the host, routes are tried in the order of the functions, not by how specific they are, and a method that the
    // trigger does not declare makes the route not match: a constraint, since method metadata would answer 405.
    private Endpoint Endpoint(FunctionMethod function, int order, MasterKey masterKey, ILoggerFactory loggers)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        var route = $"{_routePrefix.Trim('/')}/{(trigger.Route ?? function.Name).Trim('/')}".Trim('/');
        var methods = trigger.Methods is { Length: > 0 } declared
            ? new RouteValueDictionary { ["httpMethod"] = new HttpMethodRouteConstraint(declared) }
            : null;
        var handler = new HttpFunctionHandler(
            function, trigger.AuthLevel, masterKey, loggers.CreateLogger($"Function.{function.Name}"));
        var pattern = RoutePatternFactory.Parse(route, defaults: null, parameterPolicies: methods);
        return new RouteEndpointBuilder(handler.HandleAsync, pattern, order) { DisplayName = function.Name }.Build();
    }

    private static bool IsResult(Type type) => type.IsAssignableTo(typeof(IResult));

    private static bool IsActionResult(Type type) => type.IsAssignableTo(typeof(IActionResult));
}
