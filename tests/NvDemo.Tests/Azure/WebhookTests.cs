using System.Globalization;
using System.Text.Json;
using Amazon.S3.Model;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Processes;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>The SNS webhook in the real processes. AWS is moto on this machine, so messages need not be signed.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class WebhookTests(LocalCloudsFixture fixture) : IDisposable
{
    private const string Path = "/api/events/sns";

    private readonly CloudClient _azure = new(fixture.Clouds.Azure.Url);
    private readonly string _folder = $"webhook-{Guid.NewGuid():N}";

    public void Dispose() => _azure.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_posted_is_indexed(bool isRaw)
    {
        var created = Event("ObjectCreated:Put", "file");
        Assert.Equal((200, ""), (await PostAsync(isRaw ? created : Wrap(created))) is var reply ? (reply.Status, reply.Text) : default);
        await ListedAsync($"{_folder}/file");
        var removed = Event("ObjectRemoved:Delete", "file");
        Assert.Equal(200, (await PostAsync(isRaw ? removed : Wrap(removed))).Status);
        await ListedAsync();
    }

    [Fact]
    public async Task What_is_wrong_is_refused()
    {
        var created = Event("ObjectCreated:Put", "refused");
        string[] wrong =
            [Wrap(created, topicArn: fixture.Clouds.Data.Aws.TopicArn + "2"), Wrap(created, age: TimeSpan.FromHours(2)), "", "[]"];
        foreach (var body in wrong)
        {
            var reply = await PostAsync(body);
            Assert.Equal((403, "application/problem+json"), (reply.Status, reply.Header("Content-Type")));
            Assert.Equal("The message is not accepted.", reply.Json.GetProperty("detail").GetString());
        }

        Assert.Equal(413, (await PostAsync(new string(' ', 1024 * 1024))).Status);
    }

    // SNS delivers at least once: the first answer may have been lost, or late.
    [Fact]
    public async Task A_repeated_delivery_is_taken_again()
    {
        var message = Wrap(Event("ObjectCreated:Put", "repeated"));
        Assert.Equal(200, (await PostAsync(message)).Status);
        Assert.Equal(200, (await PostAsync(message)).Status);
        await ListedAsync($"{_folder}/repeated");
    }

    [Fact]
    public async Task While_the_queue_is_out_messages_come_again()
    {
        var azurite = fixture.Clouds.Azure.Azurite;
        var message = Wrap(Event("ObjectCreated:Put", "later"));
        await azurite.StopAsync();
        try
        {
            for (var i = 0; i < 2; i++)
            {
                var reply = await PostAsync(message);
                Assert.Equal((503, "2"), (reply.Status, reply.Header("Retry-After")));
                Assert.Equal("The event queue is not available at the moment.", reply.Json.GetProperty("detail").GetString());
            }

            await PutDirectlyAsync("direct");
        }
        finally
        {
            await azurite.StartAgainAsync();
        }

        Assert.Equal(200, (await PostAsync(message)).Status);
        await ListedAsync($"{_folder}/direct", $"{_folder}/later");
    }

    [Fact]
    public async Task What_is_published_while_the_app_is_down_is_delivered_when_it_is_back()
    {
        var (functions, aws) = (fixture.Clouds.Azure.Functions, fixture.Clouds.Data.Aws);
        await functions.KillAsync();
        try
        {
            for (var i = 0; i < 3; i++)
                await PutDirectlyAsync($"down{i}");
            Assert.True(await CountAsync(aws.ForwardQueueUrl) >= 3);
        }
        finally
        {
            await functions.StartAsync();
        }

        await Eventually.EqualAsync(0, () => CountAsync(aws.ForwardQueueUrl));
    }

    [Fact]
    public async Task What_has_been_given_up_is_taken_up_later_and_what_is_no_event_is_kept()
    {
        var aws = fixture.Clouds.Data.Aws;
        await aws.Sqs.PurgeQueueAsync(aws.WebhookDeadLetterQueueUrl);
        var noEvent = new string('x', 100_000);
        await aws.Sqs.SendMessageAsync(aws.ForwardQueueUrl, noEvent);
        await Eventually.EqualAsync(1, () => CountAsync(aws.WebhookDeadLetterQueueUrl));

        for (var i = 10; i < 32; i++)
            await aws.Sqs.SendMessageAsync(aws.WebhookDeadLetterQueueUrl, Wrap(Event("ObjectCreated:Put", $"late{i}"), age: TimeSpan.FromDays(3)));
        await _azure.RunFunctionAsync("dead-letters");
        await ListedAsync([.. Enumerable.Range(10, 22).Select(i => $"{_folder}/late{i}")]);
        await Eventually.EqualAsync(1, () => CountAsync(aws.WebhookDeadLetterQueueUrl));
    }

    [Fact]
    public async Task An_app_that_is_not_on_a_local_aws_takes_only_what_is_signed()
    {
        var url = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
        var settings = fixture.Clouds.Azure.CreateEnvironment(url);
        // Without one the app would take the one that ./nv up has written to local.settings.json.
        settings["AWS_ENDPOINT_URL"] = "https://aws.invalid";
        // Not the queue from which the other app takes messages.
        settings["AzureWebJobsStorage"] = UnreachableStorage.Of(fixture.Clouds.Azure.Azurite);
        var logs = Directory.CreateTempSubdirectory("nvdemo-webhook-");
        await using (var app = FunctionsApp.Create(url, settings, new CloudsOptions(logs.FullName)))
        {
            await app.StartAsync();
            using var client = new CloudClient(url);
            var created = Event("ObjectCreated:Put", "unsigned");
            foreach (var body in (string[])[created, Wrap(created)])
                Assert.Equal(403, (await client.SendAsync("POST", Path, new StringContent(body), authorization: null)).Status);
        }

        logs.Delete(recursive: true);
    }

    private async Task<int> CountAsync(string queueUrl)
    {
        var attributes = await fixture.Clouds.Data.Aws.Sqs.GetQueueAttributesAsync(queueUrl, ["All"]);
        return attributes.ApproximateNumberOfMessages + attributes.ApproximateNumberOfMessagesNotVisible;
    }

    private Task<CloudReply> PostAsync(string body) => _azure.SendAsync("POST", Path, new StringContent(body), authorization: null);

    private async Task PutDirectlyAsync(string filename) => await fixture.Clouds.Data.Aws.S3.PutObjectAsync(
        new PutObjectRequest { BucketName = LocalAws.Bucket, Key = $"{_folder}/{filename}", ContentBody = "x" });

    private Task ListedAsync(params string[] keys) => Eventually.EqualAsync(
        keys, async () => [.. (await _azure.GetAsync($"/api/list?prefix={_folder}")).Keys.Order(StringComparer.Ordinal)]);

    private string Wrap(string message, string? topicArn = null, TimeSpan age = default) => JsonSerializer.Serialize(new
    {
        Type = "Notification",
        MessageId = Guid.NewGuid(),
        TopicArn = topicArn ?? fixture.Clouds.Data.Aws.TopicArn,
        Message = message,
        Timestamp = Now(age),
    });

    private string Event(string name, string filename) => JsonSerializer.Serialize(new
    {
        Records = new[]
        {
            new
            {
                eventName = name,
                eventTime = Now(),
                s3 = new { bucket = new { name = LocalAws.Bucket }, @object = new { key = $"{_folder}/{filename}", size = 1, eTag = "e" } },
            },
        },
    });

    private static string Now(TimeSpan age = default) => (DateTime.UtcNow - age).ToString("O", CultureInfo.InvariantCulture);
}
