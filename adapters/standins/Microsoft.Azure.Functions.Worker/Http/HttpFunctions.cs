using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Serves HTTP triggers as the Functions host does, by endpoint routing.</summary>
internal static partial class HttpFunctions
{
    public static void Map(WebApplication app, IEnumerable<Function> functions, HostJson host)
    {
        var masterKey = new MasterKey(app.Configuration["AzureWebJobsMasterKey"]);
        app.Use((context, next) => AnswerForHostAsync(context, next, masterKey));
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTriggerAttribute trigger)
                continue;
            var route = $"{host.RoutePrefix}/{trigger.Route ?? function.Name}".TrimStart('/');
            RequestDelegate invoke = context => InvokeAsync(context, function, trigger, masterKey, app.Logger);
            (trigger.Methods is { Length: > 0 } methods ? app.MapMethods(route, methods, invoke) : app.Map(route, invoke)).WithMetadata(function);
        }
    }

    /// <summary>What the host answers by itself, whatever routes the app has.</summary>
    private static async Task AnswerForHostAsync(HttpContext context, RequestDelegate next, MasterKey masterKey)
    {
        if (context.Request.Path.StartsWithSegments("/admin"))
            context.Response.StatusCode = masterKey.IsIn(context.Request) ? StatusCodes.Status404NotFound : StatusCodes.Status401Unauthorized;
        else if (context.Request.Path.StartsWithSegments("/runtime/webhooks"))
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (context.GetEndpoint()?.Metadata.GetMetadata<Function>() is null)
            // Also a method that no trigger declares: to the host it is an unknown route.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await next(context);
    }

    private static async Task InvokeAsync(
        HttpContext context, Function function, HttpTriggerAttribute trigger, MasterKey masterKey, ILogger logger)
    {
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous && !masterKey.IsIn(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var invocation = new Invocation(function, context.RequestServices, new Dictionary<string, object?>(), context.RequestAborted);
        try
        {
            if (await function.InvokeAsync(invocation, parameter => Bind(parameter, context)) is IResult result)
                await result.ExecuteAsync(context);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            LogFailed(logger, e, function.Name);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static object? Bind(ParameterInfo parameter, HttpContext context) =>
        parameter.ParameterType == typeof(HttpRequest) ? context.Request : context.GetRouteValue(parameter.Name!)?.ToString();

    [LoggerMessage(LogLevel.Error, "Function {Function} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function);
}
