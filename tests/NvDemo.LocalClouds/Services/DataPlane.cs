namespace NvDemo.LocalClouds.Services;

/// <summary>Everything that either cloud works on: files, events, index, cache and secrets.</summary>
public sealed class DataPlane : IAsyncDisposable
{
    private DataPlane(PostgresServer postgres, RedisServer redis, MotoServer moto, LocalAws aws)
    {
        Postgres = postgres;
        Redis = redis;
        Moto = moto;
        Aws = aws;
    }

    /// <summary>The index.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>The cache.</summary>
    public RedisServer Redis { get; }

    /// <summary>The services of AWS.</summary>
    public MotoServer Moto { get; }

    /// <summary>The resources in <see cref="Moto"/>.</summary>
    public LocalAws Aws { get; }

    /// <summary>Starts everything at once, and leaves nothing behind if a part does not start.</summary>
    /// <param name="directory">For the logs (in <c>logs/</c>) and the data.</param>
    /// <param name="visibilityTimeout">Of the SQS queue; see <see cref="LocalAws.CreateAsync"/>.</param>
    /// <param name="clientSecret">The secret <c>client</c>.</param>
    public static async Task<DataPlane> StartAsync(string directory, TimeSpan? visibilityTimeout = null, string clientSecret = LocalAws.DemoClient)
    {
        var postgres = PostgresServer.StartAsync(directory);
        var redis = RedisServer.StartAsync(directory);
        var moto = MotoServer.StartAsync(directory);
        LocalAws? aws = null;
        try
        {
            aws = await LocalAws.CreateAsync((await moto).Endpoint, visibilityTimeout, clientSecret);
            await Task.WhenAll(postgres, redis);
        }
        catch
        {
            aws?.Dispose();
            await Task.WhenAll(DisposeAsync(postgres), DisposeAsync(redis), DisposeAsync(moto));
            throw;
        }

        return new DataPlane(await postgres, await redis, await moto, aws);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Aws.Dispose();
        await Task.WhenAll(((Server[])[Postgres, Redis, Moto]).Select(server => server.DisposeAsync().AsTask()));
    }

    private static async Task DisposeAsync<T>(Task<T> starting) where T : Server
    {
        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully)
            await starting.Result.DisposeAsync();
    }
}
