using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NvDemo.Core.Http;

namespace NvDemo.Functions;

/// <summary>
/// Every HTTP request but those that have a function of their own (<c>postgres-init</c>, <c>request-reconcile</c>). The host tries routes
/// in the alphabetical order of the functions' names, so the catch-all is named to come last.
/// </summary>
public sealed class WebFunction(HttpPipeline pipeline, ClientAddress address)
{
    /// <summary>Hands the request to the service and its response to the client.</summary>
    [Function("web")]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "put", "post", "delete", "patch", "options", Route = "{*path}")]
        HttpRequest request,
        FunctionContext context) =>
        AnswerAsync(pipeline, request, address.Of(request), context);

    /// <summary>Has a pipeline answer a request.</summary>
    internal static async Task AnswerAsync(HttpPipeline pipeline, HttpRequest request, string source, FunctionContext context)
    {
        var aborted = request.HttpContext.RequestAborted;
        try
        {
            await pipeline.RunAsync(
                HttpTranslation.ToRequest(request, context.InvocationId, source),
                (response, cancellation) => HttpTranslation.SendAsync(response, request.HttpContext.Response, cancellation),
                aborted);
        }
        catch (Exception e) when (aborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has gone: nobody is left to tell.
        }
    }
}
