using System.Text.Json;
using Amazon.Lambda.Core;
using NvDemo.Core.Index;

namespace NvDemo.Lambda;

/// <summary>Brings the database's schema up to date; invoked by operators and deployments.</summary>
public sealed class PostgresInitFunction(ISchemaMigrator migrator)
{
    public async Task<MigrationResult> HandleAsync(JsonElement input, ILambdaContext context)
    {
        using var deadline = Deadline.Of(context);
        return new MigrationResult(await migrator.MigrateAsync(deadline.Token));
    }
}
