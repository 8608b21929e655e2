using Npgsql;
using NvDemo.Core;
using NvDemo.Core.Security;

namespace NvDemo.Adapters.Postgres;

/// <summary>
/// Connections to the database, one pool per process. The credentials come from a secret; when the server refuses them, they are read
/// afresh once, so that a rotation takes effect at once.
/// </summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>How clients are told of the database.</summary>
    internal const string Name = "Postgres";

    // Both under the three seconds within which a request is told that the database is out.
    private const int TimeoutSeconds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    // More than there are statements. The first use is not worth it: a cold start has one of each.
    private const int MaxPrepared = 40, UsesToPrepare = 2;

    private readonly CachedSecret<DatabaseCredentials> _secret;
    private readonly string _connectionString;
    private readonly string _namespace;
    private readonly Lock _gate = new();
    private (DatabaseCredentials Credentials, NpgsqlDataSource DataSource)? _current;

    /// <summary>Nothing connects before the first call.</summary>
    public PostgresDatabase(
        string connectionString, CachedSecret<DatabaseCredentials> secret, DatabasePooler pooler = DatabasePooler.None)
    {
        _secret = secret;
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = TimeoutSeconds,
            CommandTimeout = TimeoutSeconds,
            // A server that does not answer a query does not answer its cancellation either.
            CancellationTimeout = -1,
            // To parse and plan a statement costs several times what it does.
            MaxAutoPrepare = pooler == DatabasePooler.RdsProxy ? 0 : MaxPrepared,
            AutoPrepareMinUsages = UsesToPrepare,
            // Nothing here changes a session, and a pooler takes its being reset for a change.
            NoResetOnClose = true,
        }.ConnectionString;
        _namespace = new NpgsqlConnectionStringBuilder(connectionString).Database ?? "";
    }

    /// <summary>
    /// Runs a command that may be repeated and reads its result, in one round trip on a pooled connection. When that turns out to be
    /// broken, because the server was restarted since, the command is tried once more on a new one.
    /// </summary>
    /// <param name="repeated">
    /// What the result of the second try comes to, as the first may have been carried out and its reply lost; <c>null</c> where it is the same.
    /// </param>
    /// <exception cref="DependencyException">The database is out, or its schema is not there yet.</exception>
    public async Task<T> ExecuteAsync<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellation,
        Func<T, T>? repeated = null)
    {
        using var span = DatabaseSpan.Start(sql, _namespace);

        // For all of it: the credentials, the connection, the statement, and both once more.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        try
        {
            try
            {
                return await ExecuteOnceAsync(sql, bind, read, deadline.Token);
            }
            catch (NpgsqlException e) when (PostgresErrors.IsTransient(e) && e.InnerException is not TimeoutException)
            {
                _current?.DataSource.Clear();
                var result = await ExecuteOnceAsync(sql, bind, read, deadline.Token);
                return repeated is null ? result : repeated(result);
            }
        }
        catch (Exception e) when (PostgresErrors.Failure(e, cancellation) is { } failure)
        {
            span?.Fail((e as PostgresException)?.SqlState ?? e.GetType().FullName!);
            throw new DependencyException(Name, failure, e);
        }
    }

    /// <summary>
    /// A connection string with credentials, for tools that connect by themselves. Without a pool: a connection that is closed is closed,
    /// and gives back its locks.
    /// </summary>
    /// <exception cref="DependencyException">The credentials can't be read.</exception>
    internal async Task<string> ConnectionStringAsync(CancellationToken cancellation) =>
        WithCredentials(await _secret.RefreshAsync(cancellation), pooling: false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _current?.DataSource.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<T> ExecuteOnceAsync<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation);

        // Npgsql takes as long again to cancel a statement that has timed out; no request waits for that.
        return await ExecuteOnAsync(connection).WaitAsync(cancellation);

        async Task<T> ExecuteOnAsync(NpgsqlConnection open)
        {
            await using var owned = open;
            await using var command = new NpgsqlCommand(sql, open);
            bind(command.Parameters);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            return await read(reader);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var known = await _secret.GetAsync(cancellation);
        try
        {
            return await DataSource(known).OpenConnectionAsync(cancellation);
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            var fresh = await _secret.RefreshAsync(cancellation);
            if (fresh != known)
                return await DataSource(fresh).OpenConnectionAsync(cancellation);

            // The password may have changed, and nobody can say to what.
            if (_secret.IsStale)
                throw new DependencyException("Secrets Manager", DependencyFailure.OutOfReach, e);
            throw;
        }
        catch (ObjectDisposedException)
        {
            // Another request has learned of new credentials at this moment.
            return await DataSource(await _secret.GetAsync(cancellation)).OpenConnectionAsync(cancellation);
        }
    }

    private NpgsqlDataSource DataSource(DatabaseCredentials credentials)
    {
        lock (_gate)
        {
            if (_current is { } current && current.Credentials == credentials)
                return current.DataSource;

            // Connections in use go back to the old pool, which closes them as it is disposed.
            _ = _current?.DataSource.DisposeAsync().AsTask();
            var created = new NpgsqlSlimDataSourceBuilder(WithCredentials(credentials, pooling: true));
            created.EnableArrays();
            created.EnableTransportSecurity();
            _current = (credentials, created.Build());
            return _current.Value.DataSource;
        }
    }

    private string WithCredentials(DatabaseCredentials credentials, bool pooling) =>
        new NpgsqlConnectionStringBuilder(_connectionString)
        {
            Username = credentials.Username,
            Password = credentials.Password,
            Pooling = pooling,
        }.ConnectionString;
}
