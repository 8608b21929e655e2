using Amazon.S3.Model;
using Npgsql;
using NvDemo.Drill.Clients;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Services;
using StackExchange.Redis;

namespace NvDemo.Drill.Faults;

/// <summary>What faults are done to: both clouds, what they work on, and the links between.</summary>
internal sealed class Site(Clouds clouds, Links links)
{
    public Clouds Clouds => clouds;

    public DataPlane Data => clouds.Data;

    public Links Links => links;

    /// <summary>What clients sign in with.</summary>
    public Credentials Credentials { get; } = new(LocalAws.ClientUserName, LocalAws.ClientPassword);

    /// <summary>Runs statements as Postgres' superuser, whom no limit for others stops.</summary>
    public async Task PostgresAsync(params string[] statements)
    {
        await using var connection = await ConnectAsync();
        await RunAsync(connection, statements);
    }

    /// <summary>A connection as Postgres' superuser.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(
            $"{Data.Postgres.ConnectionString};Username=postgres;Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs statements on a connection, one by one.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, params string[] statements)
    {
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Runs commands in Redis.</summary>
    public async Task RedisAsync(params string[][] commands)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{Data.Redis.Endpoint},allowAdmin=true");
        foreach (var command in commands)
            await redis.GetServer(Data.Redis.Endpoint).ExecuteAsync(command[0], (object[])[.. command[1..]]);
    }

    /// <summary>Has each change in the bucket published a number of times.</summary>
    public Task PublishAsync(int times) => Data.Aws.S3.PutBucketNotificationAsync(new PutBucketNotificationRequest
    {
        BucketName = LocalAws.Bucket,
        TopicConfigurations =
        [
            .. Enumerable.Range(0, times).Select(number => new TopicConfiguration
            {
                Id = $"copy-{number}",
                Topic = Data.Aws.TopicArn,
                Events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"],
            }),
        ],
    });

    /// <summary>Has both queues of events hold back what comes.</summary>
    public async Task DelayEventsAsync(int seconds)
    {
        foreach (var queue in (string[])[Data.Aws.QueueUrl, Data.Aws.ForwardQueueUrl])
            await Data.Aws.Sqs.SetQueueAttributesAsync(queue, new Dictionary<string, string> { ["DelaySeconds"] = $"{seconds}" });
    }
}
