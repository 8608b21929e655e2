using System.Globalization;
using Amazon.SQS.Model;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

/// <summary>The AWS side: SQS and the Lambda function <c>index</c>.</summary>
internal sealed class SqsIndexQueue(Clouds clouds) : IndexQueue
{
    private static readonly List<string> Counts =
        ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"];

    public override string Cloud => "AWS";

    public override string Name => "objects";

    public override string DeadLetterName => "objects-dead";

    private LocalAws Aws => clouds.Data.Aws;

    public override async Task SendAsync(IReadOnlyList<string> bodies)
    {
        foreach (var batch in bodies.Chunk(10))
        {
            var entries = batch
                .Select((body, i) => new SendMessageBatchRequestEntry(i.ToString(CultureInfo.InvariantCulture), body)).ToList();
            Assert.True((await Aws.Sqs.SendMessageBatchAsync(Aws.QueueUrl, entries)).Failed is null or []);
        }
    }

    public override async Task<int> CountAsync()
    {
        var attributes = (await Aws.Sqs.GetQueueAttributesAsync(Aws.QueueUrl, Counts)).Attributes;
        return Counts.Sum(name => int.Parse(attributes[name], CultureInfo.InvariantCulture));
    }

    public override async Task<IReadOnlyList<string>> DeadLettersAsync()
    {
        var request = new ReceiveMessageRequest { QueueUrl = Aws.DeadLetterQueueUrl, MaxNumberOfMessages = 10, VisibilityTimeout = 0 };
        var messages = (await Aws.Sqs.ReceiveMessageAsync(request)).Messages ?? [];
        return [.. messages.Select(message => message.Body)];
    }

    public override Task ClearDeadLettersAsync() => Aws.Sqs.PurgeQueueAsync(Aws.DeadLetterQueueUrl);

    public override Task KillWorkersAsync() => Task.WhenAll(clouds.Aws.Lambda.Instances("index").Select(instance => instance.KillAsync()));

    // Lambda starts new ones as it needs them.
    public override Task ReviveWorkersAsync() => Task.CompletedTask;
}
