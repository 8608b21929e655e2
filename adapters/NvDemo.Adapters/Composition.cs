using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Adapters.S3;
using NvDemo.Adapters.SecretsManager;
using NvDemo.Core;
using NvDemo.Core.Ports;
using NvDemo.Core.Security;

namespace NvDemo.Adapters;

/// <summary>
/// Puts the service together on its real adapters, once per process. Nothing connects before a request needs it, so a cold start pays
/// for what it uses.
/// </summary>
public sealed class Composition : IAsyncDisposable
{
    private readonly Settings _settings;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly SecretsManagerStore _secrets;
    private readonly PostgresDatabase _database;
    private readonly AWSCredentials? _credentials;
    private readonly List<IDisposable> _clients = [];
    private RedisConnection? _redis;

    /// <summary>Prepares the parts.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="credentials">Those for AWS; <c>null</c> for those that the SDK finds by itself.</param>
    public Composition(Settings settings, ILoggerFactory loggers, AWSCredentials? credentials = null)
    {
        (_settings, _loggers, _credentials) = (settings, loggers, credentials);
        _secrets = new SecretsManagerStore(credentials: credentials);
        _database = new PostgresDatabase(settings.Database, Secret(settings.DatabaseSecret, DatabaseCredentials.Parse));
    }

    /// <summary>What checks callers' credentials.</summary>
    public BasicAuthenticator CreateAuthenticator() => new(Secret(_settings.ClientSecret, ClientList.Parse));

    /// <summary>The service.</summary>
    /// <param name="cloud">The cloud whose compute this is: <c>azure</c> or <c>aws</c>.</param>
    /// <param name="authenticator"><c>null</c> where the platform authenticates in front of the service.</param>
    /// <param name="queue">Where the SNS webhook puts events; <c>null</c> where there is no webhook.</param>
    public FileService CreateService(string cloud, BasicAuthenticator? authenticator, IEventQueue? queue = null)
    {
        _redis = new RedisConnection(_settings.Redis, _clock, signIn: RedisSignIn());
        var store = new S3ObjectStore(_settings.Bucket, _settings.S3Endpoint, _clock, _credentials);
        var cache = new RedisListCache(_redis, _settings.Bucket);
        _clients.AddRange([store, cache]);
        var index = new PostgresFileIndex(_database, _settings.Bucket);
        return new FileService(_settings.ToServiceOptions(cloud), store, index, cache, authenticator, _clock, _loggers, queue);
    }

    /// <summary>What brings the database's schema up to date.</summary>
    public ISchemaMigrator CreateMigrator() => new SchemaMigrator(_database, _loggers.CreateLogger<SchemaMigrator>());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        _secrets.Dispose();
        await _database.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    private ElastiCacheSignIn? RedisSignIn() => _settings.RedisUser is not { } user ? null : new ElastiCacheSignIn(
        user,
        () => _credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(),
        _clock);

    private CachedSecret<T> Secret<T>(string name, Func<string, T> parse)
        where T : class => new(_secrets, name, parse, _clock, _loggers.CreateLogger<CachedSecret<T>>());
}
