using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>A database on a server of its own, for tests of another collection than the local clouds'.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-postgres-").FullName;
    private PostgresServer? _server;
    private TestDatabase? _database;

    internal PostgresDatabase Database => _database!.Database;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync(_directory);
        _database = new TestDatabase(_server.ConnectionString);
        await new SchemaMigrator(Database, null, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
