using Amazon.SQS;
using Microsoft.Extensions.DependencyInjection;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Core.Index;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;

namespace NvDemo.LocalClouds.Doctor;

/// <summary>What both clouds depend on, through the service's own adapters.</summary>
internal static class DataPlaneChecks
{
    /// <summary>Those of a process.</summary>
    /// <param name="isPrivate">Whether only the deployment reaches Postgres and Redis: its health is all that can be asked then.</param>
    public static IEnumerable<Check> Of(IServiceProvider services, SettingsReader settings, bool isPrivate)
    {
        var secrets = services.GetService<ISecretStore>();
        if (services.GetService<BasicAuthenticator>() is not null)
            yield return SecretCheck("client", SecretName.OfClients(settings), secrets!, ClientList.Parse);
        if (services.GetService<PostgresDatabase>() is not null)
            yield return SecretCheck("database", SecretName.OfDatabase(settings), secrets!, DatabaseCredentials.Parse);
        if (services.GetService<ISchemaMigrator>() is not null && SecretName.OfMigrations(settings) is { Length: > 0 } migrations)
            yield return SecretCheck("migrations", migrations, secrets!, DatabaseCredentials.Parse);
        if (services.GetService<IObjectStore>() is { } store)
            yield return new Check("bucket", "Nv__Bucket, AWS_REGION, and whether who asks may s3:ListBucket", store.PingAsync);
        if (isPrivate)
            yield break;

        if (services.GetService<IFileIndex>() is { } index)
            yield return new Check("Postgres", "Nv__Database, the secret of Nv__DatabaseSecret, the network, the certificate", index.PingAsync);
        if (services.GetService<ISchemaMigrator>() is { } migrator)
            yield return new Check("schema", "run postgres-init (local clouds: ./nv migrate), or deploy the newer version", token => SchemaAsync(migrator, token));
        if (services.GetService<RedisConnection>() is { } redis)
            yield return new Check("Redis", "Nv__Redis, Nv__RedisIam__*, the network; until then every list is read from Postgres", token => RedisAsync(redis, token));
    }

    /// <summary>An SQS queue.</summary>
    public static Check Queue(string name, string url) => new(
        $"queue {name}", "its URL, AWS_REGION, and whether who asks may sqs:GetQueueAttributes", async token =>
        {
            using var sqs = new AmazonSQSClient();
            await sqs.GetQueueAttributesAsync(url, ["ApproximateNumberOfMessages"], token);
        });

    /// <summary>What the deployment says of itself. One slow answer of a dependency is no finding: it is asked up to three times.</summary>
    public static Check Health(Uri url) => new("health", "what it names, from the deployment's own network; its log has the reasons", async token =>
    {
        using var http = new HttpClient();
        for (var left = 2; ; left--)
        {
            using var response = await http.GetAsync(new Uri(url, "health"), token);
            var body = await response.Content.ReadAsStringAsync(token);
            if (response.IsSuccessStatusCode && body.Contains("\"status\":\"ok\"", StringComparison.Ordinal))
                return;
            if (left == 0)
                throw new InvalidOperationException($"{url} answers {(int)response.StatusCode} {body}");

            // It keeps an answer for a second.
            await Task.Delay(TimeSpan.FromSeconds(1.5), token);
        }
    });

    private static Check SecretCheck<T>(string what, string name, ISecretStore store, Func<string, T> parse) => new(
        $"secret {what}", "whether it is there, has the form of docs/settings.md, and who asks may secretsmanager:GetSecretValue", async token =>
        {
            // Never its value.
            _ = parse(await store.GetAsync(name, token));
        });

    private static async Task SchemaAsync(ISchemaMigrator migrator, CancellationToken cancellation)
    {
        if (await migrator.PendingAsync(cancellation) is { Count: > 0 } pending)
            throw new InvalidOperationException($"migrations are missing: {string.Join(", ", pending)}");
    }

    private static async Task RedisAsync(RedisConnection redis, CancellationToken cancellation)
    {
        var multiplexer = await redis.MultiplexerAsync().WaitAsync(cancellation);
        await multiplexer.GetDatabase().PingAsync().WaitAsync(cancellation);
    }
}
