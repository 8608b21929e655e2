using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsHost.TestApp;

public static class HttpFunctions
{
    [Function("hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "hello/{name:alpha}")] HttpRequest request, string name) =>
        new ContentResult { Content = $"hello {name}", ContentType = "text/plain" };

    /// <summary>Sends the body back, and what came with it as headers.</summary>
    [Function("echo")]
    public static async Task EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "put", Route = "echo/{*rest}")] HttpRequest request, FunctionContext context)
    {
        var response = request.HttpContext.Response;
        response.Headers["X-Invocation"] = context.InvocationId;
        response.Headers["X-Process"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Target"] = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        response.Headers["X-Length"] = request.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        response.Headers["X-Words"] = request.Headers["X-Words"];
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer) is > 0 and var count)
        {
            if (request.Query.ContainsKey("journal"))
                Journal.Add("echo", count);
            await response.Body.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    /// <summary>Replies in two pieces, the second when it is released.</summary>
    [Function("pieces")]
    public static async Task PiecesAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        await response.WriteAsync("one");
        await response.Body.FlushAsync();
        await Journal.ReleasedAsync(request.Query["name"].FirstOrDefault() ?? "pieces", request.HttpContext.RequestAborted);
        await response.WriteAsync("two");
    }

    [Function("refuses")]
    public static IActionResult Refuse([HttpTrigger(AuthorizationLevel.Anonymous, "put")] HttpRequest request) => new StatusCodeResult(413);

    [Function("fails")]
    public static IActionResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("This function fails.");

    [Function("hangs")]
    public static async Task HangAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellation)
    {
        Journal.Add("hangs", "began");
        try
        {
            await Journal.ReleasedAsync("hangs", cancellation);
            Journal.Add("hangs", "released");
            await request.HttpContext.Response.WriteAsync("released", cancellation);
        }
        catch (OperationCanceledException)
        {
            Journal.Add("hangs", "cancelled");
            throw;
        }
    }

    [Function("keyed")]
    public static IActionResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => new OkResult();

    [Function("for-admins")]
    public static IActionResult ForAdmins([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new OkResult();

    [Function("disabled")]
    public static IActionResult Disabled([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new OkResult();

    // The first by its name, though the second is more specific.
    [Function("order-1")]
    public static IActionResult First([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "order/{*rest}")] HttpRequest request) =>
        new ContentResult { Content = "order-1" };

    [Function("order-2")]
    public static IActionResult Second([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "order/exact")] HttpRequest request) =>
        new ContentResult { Content = "order-2" };

    [Function("reserved")]
    public static IActionResult Reserved([HttpTrigger(AuthorizationLevel.Anonymous, Route = "Administration")] HttpRequest request) => new OkResult();

    [Function("rival-1")]
    public static IActionResult Rival([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rival")] HttpRequest request) =>
        new OkResult();

    [Function("rival-2")]
    public static IActionResult OtherRival([HttpTrigger(AuthorizationLevel.Anonymous, "post", "get", Route = "Rival")] HttpRequest request) =>
        new OkResult();
}
