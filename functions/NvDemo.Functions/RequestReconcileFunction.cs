using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;
using NvDemo.Core.Reconciliation;

namespace NvDemo.Functions;

/// <summary>Has the next run of the function <c>reconcile</c> begin a walk through the bucket; only with the host's master key.</summary>
public sealed class RequestReconcileFunction(
    IWalkJournal journal, CommonHeaders headers, ErrorResponses errors, ILogger<HttpPipeline> logger)
{
    private readonly HttpPipeline _pipeline = new([headers, errors], (_, cancellation) => RequestAsync(journal, cancellation), logger);

    /// <summary>Answers 202.</summary>
    [Function("request-reconcile")]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/reconcile")] HttpRequest request, FunctionContext context) =>
        WebFunction.AnswerAsync(_pipeline, request, source: "", context);

    private static async Task<Response> RequestAsync(IWalkJournal journal, CancellationToken cancellation)
    {
        await journal.RequestAsync(cancellation);
        return Response.Json(202, "\"The next run walks through the bucket.\"");
    }
}
