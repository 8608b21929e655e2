using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Answers requests with one function.</summary>
internal sealed partial class HttpFunctionHandler(FunctionMethod function, AuthorizationLevel level, MasterKey masterKey, ILogger logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (level != AuthorizationLevel.Anonymous && !masterKey.IsIn(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var context = new InvocationContext(
            function.Definition, http.RequestServices, http.Request.RouteValues, http.RequestAborted);
        context.Items[FunctionContextExtensions.HttpContextKey] = http;
        try
        {
            await WriteAsync(await function.InvokeAsync(context, http.Request), http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            LogAborted();
        }
        catch (Exception e)
        {
            LogFailed(e, context.InvocationId);
            Fail(http);
        }
    }

    private static Task WriteAsync(object? result, HttpContext http) => result switch
    {
        IResult written => written.ExecuteAsync(http),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };

    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            // A cut connection is the only way left to say that the body is not whole.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(1, LogLevel.Debug, "The client has gone before its answer.")]
    private partial void LogAborted();

    [LoggerMessage(2, LogLevel.Error, "Invocation {InvocationId} failed.")]
    private partial void LogFailed(Exception exception, string invocationId);
}
