using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NvDemo.Core;

namespace NvDemo.Functions;

/// <summary>
/// Every HTTP request but <c>postgres-init</c>. The host tries routes in the alphabetical order of the functions' names, so the
/// catch-all is named to come last.
/// </summary>
public sealed class WebFunction(FileService service)
{
    /// <summary>Hands the request to the service and its reply to the client.</summary>
    [Function("web")]
    public async Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "put", "post", "delete", "patch", "options", Route = "{*path}")]
        HttpRequest request,
        FunctionContext context)
    {
        var aborted = request.HttpContext.RequestAborted;
        try
        {
            await using var reply = await service.Http.HandleAsync(HttpTranslation.ToRequest(request, context.InvocationId), aborted);
            await HttpTranslation.SendAsync(reply, request.HttpContext.Response, aborted);
        }
        catch (Exception e) when (aborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has gone: nobody is left to tell.
        }
    }
}
