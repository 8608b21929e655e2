using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Paths that belong to the host, whatever routes the functions have.</summary>
internal sealed class ReservedPaths(RequestDelegate next, MasterKey masterKey)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/admin/", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = masterKey.IsIn(context.Request)
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        if (path.StartsWith("/runtime/webhooks/", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
