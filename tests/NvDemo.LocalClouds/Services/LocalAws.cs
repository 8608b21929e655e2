using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// What the service has on AWS, in moto: the bucket, whose events go through the topic to the queue of the AWS side and to the one
/// from which they are posted to the Azure side, and the secrets.
/// </summary>
public sealed class LocalAws : IDisposable
{
    /// <summary>The region.</summary>
    public const string Region = "us-east-1";

    /// <summary>The access key id; any is taken.</summary>
    public const string AccessKey = "nvlocal";

    /// <summary>The secret access key; signatures are not checked.</summary>
    public const string SecretKey = "nvlocal-secret";

    /// <summary>The bucket of the files.</summary>
    public const string Bucket = "nv-demo-files";

    /// <summary>The user name in the secret <c>client</c>.</summary>
    public const string ClientUserName = "nvclient";

    /// <summary>The password in the secret <c>client</c>.</summary>
    public const string ClientPassword = "mysecretkey";

    /// <summary>A secret <c>client</c> that knows the demo client alone.</summary>
    public const string DemoClient = $$"""{"username":"{{ClientUserName}}","password":"{{ClientPassword}}"}""";

    /// <summary>The name of the secret with the role that owns the database.</summary>
    public const string MigrationSecret = "postgres";

    /// <summary>The name of the secret with the role that the functions connect as.</summary>
    public const string DatabaseSecret = "postgres-service";

    /// <summary>How often a message of the queue is tried before it goes to the dead-letter queue.</summary>
    public const int MaxReceiveCount = 5;

    private const string Account = "123456789012";
    private const string Topic = "nv-object-events";
    private const string Objects = "objects", DeadLetters = "objects-dead", Forward = "azure-forward", WebhookDeadLetters = "webhook-dead";

    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(14);

    private readonly Uri _endpoint;
    private string[] _subscriptions = [];

    private LocalAws(Uri endpoint)
    {
        _endpoint = endpoint;
        var credentials = new BasicAWSCredentials(AccessKey, SecretKey);
        S3 = new AmazonS3Client(
            credentials, new AmazonS3Config { ServiceURL = endpoint.ToString(), AuthenticationRegion = Region, ForcePathStyle = true });
        Sqs = new AmazonSQSClient(credentials, new AmazonSQSConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = Region });
    }

    /// <summary>A client of the bucket's service.</summary>
    public IAmazonS3 S3 { get; }

    /// <summary>A client of the queues' service.</summary>
    public IAmazonSQS Sqs { get; }

    /// <summary>The topic of the bucket's events.</summary>
    public string TopicArn { get; private set; } = "";

    /// <summary>The queue <c>objects</c>: the events for the AWS side.</summary>
    public string QueueUrl { get; private set; } = "";

    /// <summary>The ARN of the queue <c>objects</c>.</summary>
    public static string QueueArn => ArnOf(Objects);

    /// <summary>The queue <c>objects-dead</c>.</summary>
    public string DeadLetterQueueUrl { get; private set; } = "";

    /// <summary>The queue <c>azure-forward</c>: the events for the Azure side.</summary>
    public string ForwardQueueUrl { get; private set; } = "";

    /// <summary>The queue <c>webhook-dead</c>: what could not be posted to the Azure side.</summary>
    public string WebhookDeadLetterQueueUrl { get; private set; } = "";

    /// <summary>Creates everything in an empty moto. URLs and ARNs depend on the endpoint alone.</summary>
    /// <param name="endpoint">moto.</param>
    /// <param name="visibilityTimeout">
    /// Of the queue <c>objects</c>, in whole seconds: when a message that failed is tried again. 30 s by default.
    /// </param>
    /// <param name="clientSecret">The secret <c>client</c>.</param>
    public static async Task<LocalAws> CreateAsync(Uri endpoint, TimeSpan? visibilityTimeout = null, string clientSecret = DemoClient)
    {
        var aws = new LocalAws(endpoint);
        using var moto = new MotoApi(endpoint);
        try
        {
            await Task.WhenAll(
                aws.CreateEventPathAsync(moto, visibilityTimeout ?? TimeSpan.FromSeconds(30)),
                moto.CreateSecretAsync("client", clientSecret),
                moto.CreateSecretAsync(
                    MigrationSecret, $$"""{"username":"{{PostgresServer.UserName}}","password":"{{PostgresServer.Password}}"}"""),
                moto.CreateSecretAsync(
                    DatabaseSecret,
                    $$"""{"username":"{{PostgresServer.ServiceUserName}}","password":"{{PostgresServer.ServicePassword}}"}"""));
            return aws;
        }
        catch
        {
            aws.Dispose();
            throw;
        }
    }

    /// <summary>Creates another secret.</summary>
    public async Task CreateSecretAsync(string name, string value)
    {
        using var moto = new MotoApi(_endpoint);
        await moto.CreateSecretAsync(name, value);
    }

    /// <summary>Gives a secret another value.</summary>
    public async Task ChangeSecretAsync(string name, string value)
    {
        using var moto = new MotoApi(_endpoint);
        await moto.ChangeSecretAsync(name, value);
    }

    /// <summary>Has the topic deliver to nobody, until <see cref="SubscribeAsync()"/>: what is published meanwhile is lost.</summary>
    public async Task UnsubscribeAsync()
    {
        using var moto = new MotoApi(_endpoint);
        await Task.WhenAll(_subscriptions.Select(moto.UnsubscribeAsync));
    }

    /// <summary>Has the topic deliver to the queues of both sides again.</summary>
    public async Task SubscribeAsync()
    {
        using var moto = new MotoApi(_endpoint);
        await SubscribeAsync(moto);
    }

    /// <summary>
    /// Lets pages of these origins follow the service to the bucket. A page that follows a redirect to another origin says that its own is
    /// <c>null</c> (the Fetch standard, "HTTP-redirect fetch").
    /// </summary>
    public Task AllowOriginsAsync(IEnumerable<string> origins) => S3.PutCORSConfigurationAsync(new PutCORSConfigurationRequest
    {
        BucketName = Bucket,
        Configuration = new CORSConfiguration
        {
            Rules =
            [
                new CORSRule
                {
                    AllowedOrigins = [.. origins, "null"],
                    AllowedMethods = ["GET", "HEAD", "PUT"],
                    AllowedHeaders = ["*"],
                    ExposeHeaders = ["ETag", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Range"],
                },
            ],
        },
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        S3.Dispose();
        Sqs.Dispose();
    }

    private async Task CreateEventPathAsync(MotoApi moto, TimeSpan visibilityTimeout)
    {
        await Task.WhenAll(
            CreateQueuesAsync(visibilityTimeout),
            S3.PutBucketAsync(Bucket),
            Task.Run(async () => TopicArn = await moto.CreateTopicAsync(Topic)));
        await SubscribeAsync(moto);
        await S3.PutBucketNotificationAsync(new PutBucketNotificationRequest
        {
            BucketName = Bucket,
            TopicConfigurations =
            [
                new TopicConfiguration
                {
                    Topic = TopicArn,
                    Events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"],
                },
            ],
        });
    }

    private async Task SubscribeAsync(MotoApi moto) =>
        _subscriptions = await Task.WhenAll(moto.SubscribeAsync(TopicArn, QueueArn), moto.SubscribeAsync(TopicArn, ArnOf(Forward)));

    private async Task CreateQueuesAsync(TimeSpan visibilityTimeout)
    {
        var redrive = $$"""{"deadLetterTargetArn":"{{ArnOf(DeadLetters)}}","maxReceiveCount":{{MaxReceiveCount}}}""";
        var longest = $"{LongestRetention.TotalSeconds:F0}";
        DeadLetterQueueUrl = await CreateQueueAsync(DeadLetters, new() { ["MessageRetentionPeriod"] = longest });
        WebhookDeadLetterQueueUrl = await CreateQueueAsync(WebhookDeadLetters, new() { ["MessageRetentionPeriod"] = longest });
        QueueUrl = await CreateQueueAsync(
            Objects, new() { ["VisibilityTimeout"] = $"{visibilityTimeout.TotalSeconds:F0}", ["RedrivePolicy"] = redrive });
        ForwardQueueUrl = await CreateQueueAsync(Forward, new() { ["VisibilityTimeout"] = "5" });
    }

    private async Task<string> CreateQueueAsync(string name, Dictionary<string, string> attributes) =>
        (await Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Attributes = attributes })).QueueUrl;

    private static string ArnOf(string queue) => $"arn:aws:sqs:{Region}:{Account}:{queue}";
}
