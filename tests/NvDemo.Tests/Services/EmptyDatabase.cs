using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>A database of a test's own, without a schema.</summary>
internal sealed class EmptyDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly TestDatabase _database;

    private EmptyDatabase(PostgresServer server)
    {
        _server = server;
        _database = new TestDatabase(ConnectionString);
    }

    public string Name { get; } = $"migration_{Guid.NewGuid():N}";

    /// <summary>As <c>Nv__Database</c> has it.</summary>
    public string ConnectionString => _server.ConnectionString.Replace($"Database={PostgresServer.Database}", $"Database={Name}");

    public PostgresDatabase Pool => _database.Database;

    /// <summary>Creates it.</summary>
    /// <param name="options">Of <c>CREATE DATABASE</c>.</param>
    public static async Task<EmptyDatabase> CreateAsync(PostgresServer server, string options = "")
    {
        var database = new EmptyDatabase(server);

        // Ordinary roles can't create databases.
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Username=postgres;Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"CREATE DATABASE {database.Name} OWNER {PostgresServer.UserName} {options}");
        return database;
    }

    /// <summary>A connection of its owner.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Username={PostgresServer.UserName};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        return await ExecuteAsync(connection, sql);
    }

    /// <summary>The names of the migrations that were applied.</summary>
    public Task<IReadOnlyList<string>> MigrateAsync() =>
        new SchemaMigrator(Pool, null, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);

    /// <summary>The names of the migrations that are missing.</summary>
    public Task<IReadOnlyList<string>> PendingMigrationsAsync() =>
        new SchemaMigrator(Pool, null, NullLogger<SchemaMigrator>.Instance).PendingAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
