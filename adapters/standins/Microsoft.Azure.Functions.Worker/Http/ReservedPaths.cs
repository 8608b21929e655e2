using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Paths that belong to the host, whatever routes the functions have.</summary>
internal sealed class ReservedPaths(RequestDelegate next, MasterKey masterKey, ManualInvocationEndpoint manualInvocation)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/admin/", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = masterKey.IsIn(context.Request)
                ? await manualInvocation.HandleAsync(context.Request)
                : StatusCodes.Status401Unauthorized;
            return;
        }

        if (path.StartsWith("/runtime/webhooks/", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await next(context);
    }
}
