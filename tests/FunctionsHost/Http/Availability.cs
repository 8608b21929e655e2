using FunctionsHost.Workers;

namespace FunctionsHost.Http;

/// <summary>Makes requests wait for the first worker, which tells the functions and so the routes.</summary>
internal sealed class Availability(WorkerPool workers, FunctionRoutes routes)
{
    // The real host's: its allowance for four starts of a worker.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Lazy<Task> _routes = new(async () => routes.Update(await workers.Catalog));

    /// <summary>Passes a request on once there are routes; 503 when there are none for too long.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/admin") && !_routes.Value.IsCompletedSuccessfully)
        {
            try
            {
                await _routes.Value.WaitAsync(Patience, context.RequestAborted);
            }
            catch (TimeoutException)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await context.Response.WriteAsync("Function host is not running.");
                return;
            }
        }

        await next(context);
    }
}
