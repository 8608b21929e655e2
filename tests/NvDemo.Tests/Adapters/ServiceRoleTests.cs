using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Core.Security;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Adapters;

/// <summary>The role that the functions connect as. That its password is good is shown by everything that runs on the local clouds.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ServiceRoleTests(LocalCloudsFixture fixture) : IAsyncLifetime, ISecretStore
{
    private readonly string _role = $"service \"{Guid.NewGuid():N}";
    private EmptyDatabase? _database;

    private EmptyDatabase Database => _database!;

    public async Task InitializeAsync()
    {
        _database = await EmptyDatabase.CreateAsync(fixture.Clouds.Data.Postgres);
        await MigrateAsync();
    }

    public async Task DisposeAsync()
    {
        var quoted = $"\"{_role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await using (var superuser = await SuperuserAsync())
        await using (var drop = new NpgsqlCommand($"DROP OWNED BY {quoted}; DROP ROLE {quoted}", superuser))
            await drop.ExecuteNonQueryAsync();
        await Database.DisposeAsync();
    }

    [Theory]
    [InlineData("INSERT INTO files (s3_bucket, prefix_path, filename, date_added) VALUES ('b', 'k', 'k', now())")]
    [InlineData("UPDATE files SET size = 1")]
    [InlineData("DELETE FROM files")]
    [InlineData("SELECT * FROM reconciliation")]
    [InlineData("SELECT * FROM schemaversions")]
    public async Task Reads_and_writes_rows(string sql) => await ExecuteAsync(sql);

    [Theory]
    [InlineData("CREATE TABLE another (a int)")]
    [InlineData("ALTER TABLE files ADD COLUMN another int")]
    [InlineData("DROP TABLE files")]
    [InlineData("TRUNCATE files")]
    [InlineData("CREATE INDEX another ON files (size)")]
    [InlineData("DELETE FROM schemaversions")]
    [InlineData("CREATE ROLE another")]
    public async Task Changes_nothing_else(string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Has_its_rights_to_tables_that_come_later()
    {
        await Database.ExecuteAsync("CREATE TABLE later (a int)");
        await ExecuteAsync("INSERT INTO later VALUES (1)");
    }

    [Fact]
    public async Task Is_made_once_and_gets_the_secrets_password_each_time()
    {
        var before = await VerifierAsync();
        await MigrateAsync();
        var after = await VerifierAsync();
        Assert.StartsWith("SCRAM-SHA-256$4096:", after);
        Assert.NotEqual(before, after);
    }

    Task<string> ISecretStore.GetAsync(string name, CancellationToken cancellation) =>
        Task.FromResult(JsonSerializer.Serialize(new { username = _role, password = "it's \"quoted\" \\ %L" }));

    private async Task MigrateAsync()
    {
        var secret = new CachedSecret<DatabaseCredentials>(this, "service", DatabaseCredentials.Parse, TimeProvider.System, NullLogger.Instance);
        await new SchemaMigrator(Database.Pool, secret, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);
    }

    private async Task ExecuteAsync(string sql)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = _role, Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // Only the superuser sees it.
    private async Task<string> VerifierAsync()
    {
        await using var connection = await SuperuserAsync();
        await using var command = new NpgsqlCommand("SELECT rolpassword FROM pg_authid WHERE rolname = $1", connection) { Parameters = { new() { Value = _role } } };
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task<NpgsqlConnection> SuperuserAsync()
    {
        var connection = new NpgsqlConnection($"{Database.ConnectionString};Username=postgres;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
