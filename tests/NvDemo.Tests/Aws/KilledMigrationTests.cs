using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core.Index;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Aws.Lambda;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

[Collection(LocalCloudsCollection.Name)]
public sealed class KilledMigrationTests(LocalCloudsFixture fixture)
{
    [Fact]
    public async Task A_migration_that_is_killed_half_way_is_done_again_from_where_it_was()
    {
        await using var database = await EmptyDatabase.CreateAsync(fixture.Clouds.Data.Postgres);
        await database.ExecuteAsync(OriginalTable.Sql);
        var (lambda, name) = (fixture.Clouds.Aws.Lambda, database.Name);
        var environment = ServiceEnvironment.Create(fixture.Clouds.Data, fixture.Clouds.PublicUrl);
        (environment["NV_FUNCTION"], environment["Nv__Database"]) = ("postgres-init", database.ConnectionString);
        environment["Nv__MigrationSecret"] = LocalAws.MigrationSecret;
        lambda.Add(new LambdaFunctionOptions(
            name, fixture.Options.LambdaExecutable, [], environment, Path.Combine(fixture.Options.Directory, "logs", $"{name}.log")));

        // A reader of the table holds up the migration that changes it.
        Task<LambdaResult> killed;
        await using (var reader = await database.ConnectAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("LOCK TABLE files IN ACCESS SHARE MODE", reader);
            await command.ExecuteNonQueryAsync();
            killed = lambda.InvokeAsync(name, "{}"u8.ToArray(), CancellationToken.None);
            await Eventually.EqualAsync(
                (object?)1L, () => database.ExecuteAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'"));
            foreach (var process in lambda.Instances(name))
                await process.KillAsync();
        }

        Assert.True((await killed).IsError);
        Assert.NotEmpty(await database.MigrateAsync());
        Assert.Empty(await database.MigrateAsync());
        Assert.Equal(2, (await new PostgresFileIndex(database.Pool, "b").ListAsync(new ListQuery(), 10, default)).Count);
    }
}
