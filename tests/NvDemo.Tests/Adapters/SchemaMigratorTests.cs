using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core.Files;
using NvDemo.Core.Ports;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Aws.Lambda;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.EndToEnd;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class SchemaMigratorTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private static readonly int Migrations =
        typeof(SchemaMigrator).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

    private const string OriginalTable = """
        CREATE TABLE files (filename VARCHAR(255) NOT NULL, prefix_path VARCHAR(255) NOT NULL, s3_bucket VARCHAR(255) NOT NULL,
                            date_added VARCHAR(255) NOT NULL, PRIMARY KEY (filename));
        INSERT INTO files VALUES ('foo', 'a/foo', 'b', '2022-05-01T12:11:48.443Z'), ('bar', 'bar', 'b', '2022-04-01T00:00:00.000Z');
        """;

    private readonly string _name = $"migration_{Guid.NewGuid():N}";
    private TestDatabase? _database;

    private TestDatabase Database => _database!;

    public async Task InitializeAsync()
    {
        await ExecuteAsync(PostgresServer.Database, $"CREATE DATABASE {_name}");
        _database = new TestDatabase(ConnectionString(_name));
    }

    public Task DisposeAsync() => Database.DisposeAsync().AsTask();

    [Fact]
    public async Task Creates_the_schema_on_an_empty_database_and_repeats_harmlessly()
    {
        Assert.Equal(Migrations, (await MigrateAsync()).Count);
        Assert.Empty(await MigrateAsync());
        Assert.Empty(await new PostgresFileIndex(Database.Database, "b").ListAsync(new ListQuery(), 10, default));
    }

    [Fact]
    public async Task Adopts_the_original_table_with_its_rows()
    {
        await ExecuteAsync(_name, OriginalTable);
        await MigrateAsync();
        var files = await new PostgresFileIndex(Database.Database, "b").ListAsync(new ListQuery(), 10, default);
        Assert.Equal(["bar", "a/foo"], files.Select(file => file.Key.Value));
        Assert.Equal(new DateTime(2022, 5, 1, 12, 11, 48, 443, DateTimeKind.Utc), files[1].DateAdded);
    }

    [Fact]
    public async Task Adopts_a_large_original_table_row_by_row()
    {
        await ExecuteAsync(_name, OriginalTable + """
            INSERT INTO files
            SELECT 'file ' || n, 'folder/' || n % 100 || '/file ' || n, 'many',
                to_char(timestamp '2022-05-01' + n * interval '1 second 443 ms', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            FROM generate_series(1, 20000) AS n;
            """);
        await MigrateAsync();
        var index = new PostgresFileIndex(Database.Database, "many");
        var seen = new List<FileEntry>();
        ListCursor? after = null;
        while (await index.ListAsync(new ListQuery(After: after), 1000, default) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            after = new ListCursor(page[^1].DateAdded, page[^1].Key.Value);
        }

        Assert.Equal(
            Enumerable.Range(1, 20000).Select(n => ($"folder/{n % 100}/file {n}", new DateTime(2022, 5, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(n * 1443L))),
            seen.Select(file => (file.Key.Value, file.DateAdded)));
    }

    [Fact]
    public async Task A_migration_that_is_killed_half_way_is_done_again_from_where_it_was()
    {
        await ExecuteAsync(_name, OriginalTable);
        var lambda = fixture.Clouds.Aws.Lambda;
        var environment = ServiceEnvironment.Create(fixture.Clouds.Data, fixture.Clouds.PublicUrl);
        (environment["NV_FUNCTION"], environment["Nv__Database"]) = ("postgres-init", ConnectionString(_name));
        lambda.Add(new LambdaFunctionOptions(
            _name, fixture.Options.LambdaExecutable, [], environment, Path.Combine(fixture.Options.Directory, "logs", $"{_name}.log")));

        // A reader of the table holds up the migration that changes it.
        Task<LambdaResult> killed;
        await using (var reader = new NpgsqlConnection($"{ConnectionString(_name)};Username={PostgresServer.UserName};Pooling=false"))
        {
            await reader.OpenAsync();
            await using var transaction = await reader.BeginTransactionAsync();
            await ExecuteAsync(reader, "LOCK TABLE files IN ACCESS SHARE MODE");
            killed = lambda.InvokeAsync(_name, "{}"u8.ToArray(), CancellationToken.None);
            await Eventually.EqualAsync(
                (object?)1L, () => ExecuteAsync(_name, $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_name}' AND wait_event_type = 'Lock'"));
            foreach (var process in lambda.Instances(_name))
                await process.KillAsync();
        }

        Assert.True((await killed).IsError);
        Assert.NotEmpty(await MigrateAsync());
        Assert.Empty(await MigrateAsync());
        Assert.Equal(2, (await new PostgresFileIndex(Database.Database, "b").ListAsync(new ListQuery(), 10, default)).Count);
    }

    [Fact]
    public async Task Refuses_a_database_that_a_newer_version_has_migrated()
    {
        await MigrateAsync();
        await ExecuteAsync(_name, "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999_from_the_future.sql', now())");
        var refusal = await Assert.ThrowsAsync<SchemaTooNewException>(MigrateAsync);
        Assert.Contains("9999_from_the_future.sql", refusal.Message);
    }

    [Fact]
    public async Task Processes_that_migrate_at_once_take_turns()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync()));
        Assert.Equal(Migrations, applied.Sum(names => names.Count));
    }

    private Task<IReadOnlyList<string>> MigrateAsync() =>
        new SchemaMigrator(Database.Database, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private string ConnectionString(string database) => fixture.Clouds.Data.Postgres.ConnectionString.Replace(
        $"Database={PostgresServer.Database}", $"Database={database}");

    // The superuser's name, as ordinary roles can't create databases.
    private async Task<object?> ExecuteAsync(string database, string sql)
    {
        var user = database == PostgresServer.Database ? "postgres" : PostgresServer.UserName;
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Username={user};Pooling=false");
        await connection.OpenAsync();
        if (database == PostgresServer.Database)
            sql += $" OWNER {PostgresServer.UserName}";
        return await ExecuteAsync(connection, sql);
    }
}
