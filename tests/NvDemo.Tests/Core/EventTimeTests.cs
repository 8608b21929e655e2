using Amazon.S3.Model;
using Amazon.SQS.Model;
using NvDemo.Core.Events;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Core;

/// <summary>The local S3 names no time zone in its events.</summary>
[CollectionDefinition(Alone, DisableParallelization = true)]
[Collection(Alone)]
public sealed class EventTimeTests
{
    // It changes the environment of this process.
    private const string Alone = "time zone";

    [Fact]
    public async Task Event_times_are_UTC_whatever_the_zone_of_the_machine()
    {
        var directory = Directory.CreateTempSubdirectory("nvdemo-zone-").FullName;
        var zone = Environment.GetEnvironmentVariable("TZ");
        Environment.SetEnvironmentVariable("TZ", "Asia/Tokyo");
        try
        {
            await using var moto = await MotoServer.StartAsync(directory);
            using var aws = await LocalAws.CreateAsync(moto.Endpoint);
            await aws.S3.PutObjectAsync(new PutObjectRequest { BucketName = LocalAws.Bucket, Key = "now", ContentBody = "now" });
            var stored = (await aws.S3.GetObjectMetadataAsync(LocalAws.Bucket, "now")).LastModified!.Value.ToUniversalTime();

            // The zones of the world are quarters of an hour apart.
            var quarter = TimeSpan.FromMinutes(15);
            Assert.InRange(await EventTimeAsync(aws), stored - quarter / 2, stored + quarter / 2);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<DateTime> EventTimeAsync(LocalAws aws)
    {
        while (true)
        {
            var request = new ReceiveMessageRequest { QueueUrl = aws.QueueUrl, WaitTimeSeconds = 2 };
            foreach (var message in (await aws.Sqs.ReceiveMessageAsync(request)).Messages ?? [])
            {
                if (S3Event.Parse(message.Body, LocalAws.Bucket, out _) is [var change])
                    return change.Time;
            }
        }
    }
}
