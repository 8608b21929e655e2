using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NvDemo.Adapters;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Core;
using NvDemo.Core.Composition;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Security;
using NvDemo.LocalClouds.Services;
using StackExchange.Redis;

namespace NvDemo.Benchmarks;

/// <summary>A Postgres and a Redis of the benchmark's own, with an empty index.</summary>
internal sealed class IndexServices : IAsyncDisposable, ISecretStore
{
    private readonly PostgresServer _postgres;
    private readonly RedisServer _redis;
    private readonly PostgresDatabase _database;
    private readonly RedisConnection _connection;

    private IndexServices(string directory, PostgresServer postgres, RedisServer redis)
    {
        (LogDirectory, _postgres, _redis) = (directory, postgres, redis);
        _connection = new RedisConnection($"127.0.0.1:{redis.Port}", TimeProvider.System);
        _database = new PostgresDatabase(
            postgres.ConnectionString,
            new CachedSecret<DatabaseCredentials>(this, "postgres", DatabaseCredentials.Parse, TimeProvider.System, NullLogger.Instance));
        DataSource = new NpgsqlSlimDataSourceBuilder($"{ConnectionString};No Reset On Close=true").Build();
    }

    /// <summary>What the local servers of S3 take.</summary>
    public static AWSCredentials S3Credentials { get; } = new BasicAWSCredentials(LocalAws.AccessKey, LocalAws.SecretKey);

    /// <summary>For the logs of more services; removed at the end.</summary>
    public string LogDirectory { get; }

    /// <summary>The owner's connection string.</summary>
    public string ConnectionString => $"{_postgres.ConnectionString};Username={PostgresServer.UserName}";

    /// <summary>Connections for what the service is compared with, pooled as its own are.</summary>
    public NpgsqlDataSource DataSource { get; }

    public static async Task<IndexServices> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("nvdemo-benchmarks-").FullName;
        var services = new IndexServices(directory, await PostgresServer.StartAsync(directory), await RedisServer.StartAsync(directory));
        await new SchemaMigrator(services._database, null, NullLogger<SchemaMigrator>.Instance).MigrateAsync(CancellationToken.None);
        await services._connection.MultiplexerAsync();
        return services;
    }

    public IFileIndex Index(string bucket) => new PostgresFileIndex(_database, bucket);

    public IListCache Cache(string bucket) => new RedisListCache(_connection, bucket);

    public FileCatalog Catalog(string bucket) => new(Index(bucket), Cache(bucket));

    /// <summary>The service as a host puts it together, without a log.</summary>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="s3">The bucket's server; <c>null</c> where it is not asked.</param>
    /// <param name="index">By default the one in Postgres.</param>
    public HttpPipeline Pipeline(string bucket, Uri? s3 = null, IFileIndex? index = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Nv__Database"] = _postgres.ConnectionString,
            ["Nv__Redis"] = $"127.0.0.1:{_redis.Port}",
            ["AWS_ENDPOINT_URL_S3"] = (s3 ?? new Uri("http://localhost/")).AbsoluteUri,
        };
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<AWSCredentials>(S3Credentials)
            .AddSingleton<ISecretStore>(this)
            .AddNvCore(new ServiceOptions { Cloud = "aws", Bucket = bucket, PublicUrl = new Uri("https://files.example.com/") })
            .AddDataPlane(new SettingsReader(settings.GetValueOrDefault));
        if (index is not null)
            services.AddSingleton(index);
        return services.BuildServiceProvider().GetRequiredService<HttpPipeline>();
    }

    public async Task<IDatabase> RedisAsync() => (await _connection.MultiplexerAsync()).GetDatabase();

    /// <summary>Empties a Redis; as a command of its own the client has it only for administrators.</summary>
    public static Task EmptyAsync(IDatabase redis) => redis.ScriptEvaluateAsync("redis.call('FLUSHALL')");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.CommandTimeout = 3600;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _database.DisposeAsync();
        await _connection.DisposeAsync();
        await _postgres.DisposeAsync();
        await _redis.DisposeAsync();
        Directory.Delete(LogDirectory, recursive: true);
    }

    Task<string> ISecretStore.GetAsync(string name, CancellationToken cancellation) =>
        Task.FromResult($$"""{"username":"{{PostgresServer.UserName}}","password":"{{PostgresServer.Password}}"}""");
}
