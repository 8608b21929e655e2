using Npgsql;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Services;

/// <summary>The index as its database has it.</summary>
internal sealed class IndexTable(PostgresServer postgres) : IAsyncDisposable
{
    // As the superuser, who may end what others do.
    private readonly NpgsqlDataSource _database =
        NpgsqlDataSource.Create($"{postgres.ConnectionString};Username=postgres");

    /// <summary>The keys in a folder.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string folder)
    {
        await using var command = _database.CreateCommand(
            "SELECT prefix_path FROM files WHERE prefix_path ^@ $1 ORDER BY prefix_path COLLATE \"C\"");
        command.Parameters.Add(new() { Value = folder + "/" });
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<string>();
        while (await reader.ReadAsync())
            keys.Add(reader.GetString(0));
        return keys;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Keeps every statement on the table waiting until the lock is disposed of.</summary>
    public Task<TableLock> LockAsync() => LockAsync("LOCK TABLE files IN ACCESS EXCLUSIVE MODE");

    /// <summary>Keeps every statement that writes a row, which is there, waiting until the lock is disposed of.</summary>
    public Task<TableLock> LockRowAsync(string key) => LockAsync($"SELECT FROM files WHERE prefix_path = '{key}' FOR UPDATE");

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<TableLock> LockAsync(string sql)
    {
        var connection = await _database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return new TableLock(connection);
    }

    public sealed class TableLock(NpgsqlConnection connection) : IAsyncDisposable
    {
        private const string Waiting = "FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))";

        /// <summary>Whether a statement waits for the lock.</summary>
        public async Task<bool> IsAwaitedAsync() => (long)(await ScalarAsync($"SELECT count(*) {Waiting}"))! > 0;

        /// <summary>Ends the statements that wait: they have done nothing.</summary>
        public Task RefuseAsync() => ScalarAsync($"SELECT count(pg_terminate_backend(pid)) {Waiting}");

        public async ValueTask DisposeAsync()
        {
            await ScalarAsync("ROLLBACK");
            await connection.DisposeAsync();
        }

        private async Task<object?> ScalarAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
    }
}
