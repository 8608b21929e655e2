using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Adapters.S3;
using NvDemo.Adapters.SecretsManager;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Core.Reconciliation;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters;

/// <summary>
/// The ports of NvDemo.Core on the services that both clouds share. The settings are read at once, each part its own; nothing connects
/// before it is used. AWS is called with the <see cref="AWSCredentials"/> that are among the services, else with those that the SDK finds.
/// </summary>
public static class DataPlaneServices
{
    /// <summary>Adds bucket, index and cache.</summary>
    public static IServiceCollection AddDataPlane(this IServiceCollection services, SettingsReader settings)
    {
        var endpoint = AwsSettings.Endpoint(settings, "S3");
        var region = endpoint is null ? AwsSettings.Region(settings) : "";
        var redis = RedisSettings.Read(settings);
        return services
            .AddDatabase(settings)
            .AddSingleton(provider => new S3ObjectStore(
                Bucket(provider), endpoint, provider.GetRequiredService<TimeProvider>(), provider.GetService<AWSCredentials>()))
            .AddSingleton<IObjectStore>(provider => provider.GetRequiredService<S3ObjectStore>())
            .AddSingleton<IBucketAddress>(provider => new S3BucketAddress(Bucket(provider), endpoint, region))
            .AddSingleton<IMultipartStore>(provider => provider.GetRequiredService<S3ObjectStore>())
            .AddSingleton<ICopyStore>(provider => provider.GetRequiredService<S3ObjectStore>())
            .AddSingleton<IVersionStore>(provider => provider.GetRequiredService<S3ObjectStore>())
            .AddSingleton<IBatchStore>(provider => provider.GetRequiredService<S3ObjectStore>())
            .AddSingleton<IMultipartJournal>(provider => new PostgresMultipartJournal(provider.GetRequiredService<PostgresDatabase>(), Bucket(provider)))
            .AddSingleton<ITusJournal>(provider => new PostgresTusJournal(provider.GetRequiredService<PostgresDatabase>(), Bucket(provider)))
            .AddSingleton<IFileIndex>(provider => new PostgresFileIndex(provider.GetRequiredService<PostgresDatabase>(), Bucket(provider)))
            .AddSingleton<IWalkJournal>(provider => new PostgresWalkJournal(provider.GetRequiredService<PostgresDatabase>(), Bucket(provider)))
            .AddSingleton(provider => Connection(provider, redis))
            .AddSingleton<IListCache>(provider =>
            {
                var connection = provider.GetRequiredService<RedisConnection>();

                // It takes longer than a request waits for Redis: by the time that the first is to tell of a change it is made.
                _ = connection.MultiplexerAsync();
                return new RedisListCache(
                    connection, Bucket(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisListCache>>());
            });
    }

    /// <summary>
    /// Adds <see cref="ISchemaMigrator"/>. With the secret <c>Nv__MigrationSecret</c> it works as that role, which owns the database, and
    /// makes the one of <c>Nv__DatabaseSecret</c>; without, that one has to own the database.
    /// </summary>
    public static IServiceCollection AddMigrations(this IServiceCollection services, SettingsReader settings)
    {
        var migrations = SecretName.OfMigrations(settings);
        var postgres = PostgresSettings.Read(settings);
        return services.AddDatabase(settings).AddSingleton<ISchemaMigrator>(provider =>
        {
            var service = Secret(provider, postgres.Secret, DatabaseCredentials.Parse);
            var log = provider.GetRequiredService<ILogger<SchemaMigrator>>();
            return migrations.Length == 0
                ? new SchemaMigrator(provider.GetRequiredService<PostgresDatabase>(), null, log)
                : new SchemaMigrator(
                    new PostgresDatabase(postgres.ConnectionString, Secret(provider, migrations, DatabaseCredentials.Parse)), service, log);
        });
    }

    /// <summary>Adds <see cref="BasicAuthenticator"/>, which knows the clients of the secret <c>Nv__ClientSecret</c>.</summary>
    public static IServiceCollection AddBasicAuthentication(this IServiceCollection services, SettingsReader settings)
    {
        var secret = SecretName.OfClients(settings);
        return services
            .AddSecrets(settings)
            .AddSingleton(provider => new BasicAuthenticator(Secret(provider, secret, ClientList.Parse)));
    }

    private static IServiceCollection AddDatabase(this IServiceCollection services, SettingsReader settings)
    {
        var postgres = PostgresSettings.Read(settings);
        services.AddSecrets(settings).TryAddSingleton(provider => new PostgresDatabase(
            postgres.ConnectionString, Secret(provider, postgres.Secret, DatabaseCredentials.Parse), postgres.Pooler));
        return services;
    }

    private static IServiceCollection AddSecrets(this IServiceCollection services, SettingsReader settings)
    {
        // The SDK finds it by itself.
        AwsSettings.Endpoint(settings, "SECRETS_MANAGER");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISecretStore>(provider => new SecretsManagerStore(credentials: provider.GetService<AWSCredentials>()));
        return services;
    }

    private static CachedSecret<T> Secret<T>(IServiceProvider provider, string name, Func<string, T> parse)
        where T : class => new(
            provider.GetRequiredService<ISecretStore>(),
            name,
            parse,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CachedSecret<T>>>());

    private static RedisConnection Connection(IServiceProvider provider, RedisSettings redis)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var credentials = provider.GetService<AWSCredentials>();
        var signIn = redis.User is { } user
            ? new ElastiCacheSignIn(user, () => credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(), clock)
            : null;
        return new RedisConnection(redis.Configuration, clock, signIn: signIn);
    }

    private static string Bucket(IServiceProvider provider) => provider.GetRequiredService<ServiceOptions>().Bucket;
}
