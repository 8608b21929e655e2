using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core.Files;
using NvDemo.LocalStack.Services;

namespace NvDemo.Tests.Adapters;

[Collection(LocalCloudsCollection.Name)]
public sealed class SchemaMigratorTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private static readonly int Migrations =
        typeof(SchemaMigrator).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

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
        await ExecuteAsync(_name, """
            CREATE TABLE files (filename VARCHAR(255) NOT NULL, prefix_path VARCHAR(255) NOT NULL, s3_bucket VARCHAR(255) NOT NULL,
                                date_added VARCHAR(255) NOT NULL, PRIMARY KEY (filename));
            INSERT INTO files VALUES ('foo', 'a/foo', 'b', '2022-05-01T12:11:48.443Z'), ('bar', 'bar', 'b', '2022-04-01T00:00:00.000Z');
            """);
        await MigrateAsync();
        var files = await new PostgresFileIndex(Database.Database, "b").ListAsync(new ListQuery(), 10, default);
        Assert.Equal(["bar", "a/foo"], files.Select(file => file.Key.Value));
        Assert.Equal(new DateTime(2022, 5, 1, 12, 11, 48, 443, DateTimeKind.Utc), files[1].DateAdded);
    }

    [Fact]
    public async Task Processes_that_migrate_at_once_take_turns()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync()));
        Assert.Equal(Migrations, applied.Sum(names => names.Count));
    }

    private Task<IReadOnlyList<string>> MigrateAsync() =>
        new SchemaMigrator(Database.Database, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);

    private string ConnectionString(string database) => fixture.Clouds.Data.Postgres.ConnectionString.Replace(
        $"Database={PostgresServer.Database}", $"Database={database}");

    // The superuser's name, as ordinary roles can't create databases.
    private async Task ExecuteAsync(string database, string sql)
    {
        var user = database == PostgresServer.Database ? "postgres" : PostgresServer.UserName;
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Username={user};Pooling=false");
        await connection.OpenAsync();
        if (database == PostgresServer.Database)
            sql += $" OWNER {PostgresServer.UserName}";
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
