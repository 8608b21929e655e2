namespace NvDemo.Drill.Scenarios;

/// <summary>What <c>--all</c> runs, in this order.</summary>
internal static class AllScenarios
{
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(10);

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
        new TwoVersions(),
        new ClockOff(),
        Outage.Killed("postgres-restarted", "Postgres crashes (SIGKILL) and starts again.", site => site.Data.Postgres)
            with { Lasts = TimeSpan.Zero },
        Outage.Stopped("postgres-down", "Postgres is out for 20 s.", site => site.Data.Postgres) with { Lasts = TimeSpan.FromSeconds(20) },
        Outage.Frozen("postgres-paused", "Postgres is frozen (SIGSTOP).", site => site.Data.Postgres),
        new PostgresReadOnly(),
        new PostgresOutOfConnections(),
        new PostgresDiskFull(),
        Outage.Killed("redis-killed", "Redis ends at once (SIGKILL) and starts again empty.", site => site.Data.Redis)
            with { Cache = CacheFault.Out },
        Outage.Frozen("redis-paused", "Redis is frozen (SIGSTOP).", site => site.Data.Redis) with { Cache = CacheFault.Out },
        new RedisFlushed(),
        new RedisForgets(),
        new RedisReadOnly(),
        new RedisFull(),
        Outage.Unreachable("s3-down", "S3 refuses connections from both clouds for 10 s.", "s3") with { Lasts = Longer },
        Outage.OfLinks("s3-paused", "S3 accepts connections and answers nobody.", links => links.To("s3"), link => link.Pause()),
        Outage.OfLinks(
            "s3-slow", "S3 takes half a second more.", links => links.To("s3"), link => link.Latency = TimeSpan.FromMilliseconds(250))
            with { Lasts = Longer },
        Outage.OfLinks(
            "s3-slowdown", "S3 answers one request in three with 503 SlowDown.", links => links.To("s3"), link => link.SlowDownRate = 1.0 / 3)
            with { Lasts = Longer },
        Outage.Unreachable("secrets-down", "Secrets Manager, SQS and STS refuse connections from both clouds.", "aws") with { Lasts = Longer },
        new PasswordRotated(),
        new ClientRotated(),
        new Outage(
            "sqs-down", "SQS gives AWS no events; Azure has its own.",
            site => site.Clouds.Aws.LeaveEventsAsync(), site => site.Clouds.Aws.TakeEventsAsync()) { Lasts = Longer },
        new Outage(
            "sns-down", "SNS delivers nothing to either cloud, nor will; a reconciliation follows.",
            site => site.Data.Aws.UnsubscribeAsync(), site => site.Data.Aws.SubscribeAsync()) { Lasts = Longer, LosesEvents = true },
        Outage.Stopped("storage-down", "Azure Storage is out for 10 s.", site => site.Clouds.Azure.Azurite) with { Lasts = Longer },
        new EventsDuplicated(),
        new EventsDelayed(),
        new EventsReordered(),
        new EventsLost(),
        Outage.OfLinks(
            "links-slow", "Every link takes 200 ms more.", links => links.All, link => link.Latency = TimeSpan.FromMilliseconds(100))
            with { Lasts = Longer, Cache = CacheFault.Out },
        Outage.OfLinks("links-break", "Every link breaks on one sending in twenty.", links => links.All, link => link.ResetRate = 0.05)
            with { Lasts = Longer, Cache = CacheFault.Out },
    ];
}
