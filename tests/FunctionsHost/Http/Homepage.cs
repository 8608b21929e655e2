using FunctionsHost.App;

namespace FunctionsHost.Http;

/// <summary>
/// What answers where no function does: at <c>/</c> a page that says that the host runs (204 with <c>AzureWebJobsDisableHomepage</c>),
/// elsewhere a bare 404.
/// </summary>
internal sealed class Homepage(FunctionApp app)
{
    private const string Page =
        "<!doctype html><html lang=en><meta charset=utf-8><title>Functions</title><p>Your Functions app is up and running.</html>";

    /// <summary>Answers one request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path != "/")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (app.IsSet("AzureWebJobsDisableHomepage"))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Page);
    }
}
