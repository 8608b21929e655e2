using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NvDemo.Core.Http;
using NvDemo.Core.Ports;

namespace NvDemo.Functions;

/// <summary>Brings the database's schema up to date; only with the host's master key.</summary>
public sealed class PostgresInitFunction(ISchemaMigrator migrator)
{
    /// <summary>Answers with the names of the migrations it applied: <c>{"applied":[…]}</c>.</summary>
    [Function("postgres-init")]
    public async Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/postgres-init")] HttpRequest request, FunctionContext context)
    {
        var aborted = request.HttpContext.RequestAborted;
        await using var reply = await MigrateAsync(aborted);
        reply.With("X-Nv-Cloud", "azure").With("X-Request-Id", context.InvocationId);
        await HttpTranslation.SendAsync(reply, request.HttpContext.Response, aborted);
    }

    private async Task<Reply> MigrateAsync(CancellationToken cancellation)
    {
        try
        {
            var applied = await migrator.MigrateAsync(cancellation);
            return Reply.Json(200, JsonSerializer.Serialize(new { applied }));
        }
        catch (SchemaTooNewException e)
        {
            return Problem.Conflict(e.Message);
        }
        catch (DependencyUnavailableException e)
        {
            return Problem.ServiceUnavailable(e.Dependency);
        }
    }
}
