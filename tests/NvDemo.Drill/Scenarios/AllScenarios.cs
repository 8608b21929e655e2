namespace NvDemo.Drill.Scenarios;

/// <summary>What <c>--all</c> runs, in this order.</summary>
internal static class AllScenarios
{
    public static IReadOnlyList<Scenario> List { get; } =
    [
        new AwsKilled(),
        new AzureKilled(),
        new AzureHostKilled(),
        new AzureWorkerKilled(),
        new AwsPaused(),
        new AzurePaused(),
        new RollingRestart(),
        new BothKilled(),
        new PostgresRestarted(),
        new PostgresDown(),
        new PostgresPaused(),
        new PostgresReadOnly(),
        new PostgresOutOfConnections(),
        new RedisKilled(),
        new RedisPaused(),
        new RedisFlushed(),
        new RedisForgets(),
        new RedisReadOnly(),
        new RedisFull(),
        new S3Down(),
        new S3Paused(),
        new S3Slow(),
        new S3SlowDown(),
        new SecretsDown(),
        new PasswordRotated(),
        new SqsDown(),
        new StorageDown(),
        new EventsDuplicated(),
        new EventsDelayed(),
        new EventsReordered(),
        new EventsLost(),
        new BadLinks(),
    ];
}
