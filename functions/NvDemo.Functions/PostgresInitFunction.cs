using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Http.Middleware;
using NvDemo.Core.Index;

namespace NvDemo.Functions;

/// <summary>Brings the database's schema up to date; only with the host's master key.</summary>
public sealed class PostgresInitFunction(
    ISchemaMigrator migrator, CommonHeaders headers, ErrorResponses errors, ILogger<HttpPipeline> logger)
{
    private readonly HttpPipeline _pipeline = new([headers, errors], (_, cancellation) => MigrateAsync(migrator, cancellation), logger);

    /// <summary>Answers with the names of the migrations it applied: <c>{"applied":[…]}</c>.</summary>
    [Function("postgres-init")]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/postgres-init")] HttpRequest request, FunctionContext context) =>
        WebFunction.AnswerAsync(_pipeline, request, source: "", context);

    private static async Task<Response> MigrateAsync(ISchemaMigrator migrator, CancellationToken cancellation)
    {
        try
        {
            var applied = await migrator.MigrateAsync(cancellation);
            return Response.Json(200, JsonSerializer.Serialize(new { applied }));
        }
        catch (SchemaTooNewException e)
        {
            return Problem.Conflict(e.Message);
        }
    }
}
