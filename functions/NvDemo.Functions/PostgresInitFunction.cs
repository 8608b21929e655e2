using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NvDemo.Core.Ports;

namespace NvDemo.Functions;

/// <summary>Brings the database's schema up to date; only with the host's master key.</summary>
public sealed class PostgresInitFunction(ISchemaMigrator migrator)
{
    /// <summary>Answers with the names of the migrations it applied: <c>{"applied":[…]}</c>.</summary>
    [Function("postgres-init")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/postgres-init")] HttpRequest request)
    {
        try
        {
            return Results.Json(new { applied = await migrator.MigrateAsync(request.HttpContext.RequestAborted) });
        }
        catch (SchemaTooNewException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
        catch (DependencyUnavailableException e)
        {
            request.HttpContext.Response.Headers.RetryAfter = "2";
            return Results.Problem($"{e.Dependency} is not available at the moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
