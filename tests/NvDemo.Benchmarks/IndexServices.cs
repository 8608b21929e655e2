using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Core.Index;
using NvDemo.Core.Security;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Benchmarks;

/// <summary>A Postgres and a Redis of the benchmark's own, with an empty index.</summary>
internal sealed class IndexServices : IAsyncDisposable, ISecretStore
{
    private readonly PostgresServer _postgres;
    private readonly RedisServer _redis;
    private readonly PostgresDatabase _database;
    private readonly RedisConnection _connection;
    private readonly string _directory;

    private IndexServices(string directory, PostgresServer postgres, RedisServer redis)
    {
        (_directory, _postgres, _redis) = (directory, postgres, redis);
        _connection = new RedisConnection($"127.0.0.1:{redis.Port}", TimeProvider.System);
        _database = new PostgresDatabase(
            postgres.ConnectionString,
            new CachedSecret<DatabaseCredentials>(this, "postgres", DatabaseCredentials.Parse, TimeProvider.System, NullLogger.Instance));
    }

    /// <summary>The owner's connection string.</summary>
    public string ConnectionString => $"{_postgres.ConnectionString};Username={PostgresServer.UserName}";

    public static async Task<IndexServices> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("nvdemo-benchmarks-").FullName;
        var services = new IndexServices(directory, await PostgresServer.StartAsync(directory), await RedisServer.StartAsync(directory));
        await new SchemaMigrator(services._database, null, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);
        await services._connection.MultiplexerAsync();
        return services;
    }

    public FileCatalog Catalog(string bucket) => new(new PostgresFileIndex(_database, bucket), new RedisListCache(_connection, bucket));

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _connection.DisposeAsync();
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    Task<string> ISecretStore.GetAsync(string name, CancellationToken cancellation) =>
        Task.FromResult($$"""{"username":"{{PostgresServer.UserName}}","password":"{{PostgresServer.Password}}"}""");
}
