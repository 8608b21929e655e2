using System.Diagnostics;
using DbUp;
using DbUp.Engine;
using Microsoft.Extensions.Logging;
using Npgsql;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Core.Security;

namespace NvDemo.Adapters.Postgres;

/// <summary>
/// Runs the SQL files of <c>migrations/</c> that the database has not seen, with DbUp: each in a transaction of its own, but for those
/// named <c>*.concurrent.sql</c>, which can be repeated, in the order of their numbers, under an advisory lock so that one process at a time
/// migrates, on either cloud.
/// </summary>
/// <param name="database">As the role that owns the database.</param>
/// <param name="service">The role that the functions connect as, which is made here; <c>null</c> if it is the owner.</param>
/// <param name="logger">The log.</param>
public sealed partial class SchemaMigrator(
    PostgresDatabase database, CachedSecret<DatabaseCredentials>? service, ILogger<SchemaMigrator> logger) : ISchemaMigrator
{
    // Any number will do as long as every version of the code uses the same: "nvdemo" in ASCII.
    private const long AdvisoryLock = 0x6E7664656D6F;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60), LockPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation)
    {
        try
        {
            var connectionString = await database.ConnectionStringAsync(cancellation);
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await LockAsync(connection, cancellation);

            // DbUp is synchronous; closing the connection gives the lock back.
            var applied = await Task.Run(() => Upgrade(connectionString), cancellation);
            if (service is not null)
                await ServiceRole.EnsureAsync(connection, await service.RefreshAsync(cancellation), cancellation);
            return applied;
        }
        catch (Exception e) when (PostgresErrors.Failure(e, cancellation) is { } failure)
        {
            throw new DependencyException(PostgresDatabase.Name, failure, e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellation)
    {
        try
        {
            var connectionString = await database.ConnectionStringAsync(cancellation);
            return await Task.Run(() => Pending(connectionString).ConvertAll(script => script.Name), cancellation);
        }
        catch (Exception e) when (PostgresErrors.Failure(e, cancellation) is { } failure)
        {
            throw new DependencyException(PostgresDatabase.Name, failure, e);
        }
    }

    /// <summary>Asks again and again: one who waits in a statement is a transaction, and keeps a concurrent build of an index waiting.</summary>
    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({AdvisoryLock})", connection);
        var started = Stopwatch.GetTimestamp();
        while (await command.ExecuteScalarAsync(cancellation) is not true)
        {
            if (Stopwatch.GetElapsedTime(started) > LockTimeout)
                throw new TimeoutException("Another process migrates the database.");
            await Task.Delay(LockPause, cancellation);
        }
    }

    /// <exception cref="SchemaTooNewException">A newer version has migrated the database.</exception>
    private static List<SqlScript> Pending(string connectionString)
    {
        var engine = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(SchemaMigrator).Assembly, name => name.EndsWith(".sql", StringComparison.Ordinal))
            .LogToNowhere()
            .Build();
        List<string> unknown = [.. engine.GetExecutedScripts().Except(engine.GetDiscoveredScripts().Select(script => script.Name))];
        return unknown.Count > 0 ? throw new SchemaTooNewException(unknown) : engine.GetScriptsToExecute();
    }

    private static void Run(string connectionString, SqlScript script)
    {
        var upgrade = DeployChanges.To.PostgresqlDatabase(connectionString).WithScript(script).WithVariablesDisabled().LogToNowhere();

        // What nobody waits for may take as long as the table is large.
        upgrade = script.Name.EndsWith(".concurrent.sql", StringComparison.Ordinal)
            ? upgrade.WithoutTransaction().WithExecutionTimeout(TimeSpan.Zero)
            : upgrade.WithTransactionPerScript().WithExecutionTimeout(TimeSpan.FromMinutes(10));
        var result = upgrade.Build().PerformUpgrade();
        if (!result.Successful)
            throw result.Error;
    }

    private List<string> Upgrade(string connectionString)
    {
        var pending = Pending(connectionString);
        foreach (var script in pending)
            Run(connectionString, script);
        var applied = pending.ConvertAll(script => script.Name);
        LogMigrated(applied.Count, string.Join(", ", applied));
        return applied;
    }

    [LoggerMessage(LogLevel.Information, "Applied {Count} migrations: {Names}")]
    private partial void LogMigrated(int count, string names);
}
