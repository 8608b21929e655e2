using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NvDemo.Core.Http;

namespace NvDemo.Functions;

/// <summary>
/// Every HTTP request but <c>postgres-init</c>. The host tries routes in the alphabetical order of the functions' names, so the
/// catch-all is named to come last.
/// </summary>
public sealed class WebFunction(HttpPipeline pipeline)
{
    /// <summary>Hands the request to the service and its response to the client.</summary>
    [Function("web")]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "put", "post", "delete", "patch", "options", Route = "{*path}")]
        HttpRequest request,
        FunctionContext context) =>
        HttpTranslation.RunAsync(pipeline, request, context);
}
