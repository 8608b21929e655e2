using NvDemo.Azure.DeadLetters;
using NvDemo.Core;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(LocalCloudsCollection.Name)]
public sealed class SqsDeadLetterQueueTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private string _url = "";

    public async Task InitializeAsync() => _url = (await fixture.Clouds.Data.Aws.Sqs.CreateQueueAsync($"dead-letters-{Guid.NewGuid():N}")).QueueUrl;

    public Task DisposeAsync() => fixture.Clouds.Data.Aws.Sqs.DeleteQueueAsync(_url);

    [Fact]
    public async Task Gives_each_message_until_it_is_deleted()
    {
        using var queue = new SqsDeadLetterQueue(new Uri(_url), credentials: null);
        string[] bodies = [.. Enumerable.Range(10, 15).Select(i => $"{i} 你好 \"<&>")];
        foreach (var body in bodies)
            await fixture.Clouds.Data.Aws.Sqs.SendMessageAsync(_url, body);

        var received = new List<string>();
        while (await queue.ReceiveAsync(default) is { Count: > 0 } messages)
        {
            received.AddRange(messages.Select(message => message.Body));
            foreach (var message in messages.Skip(1))
                await queue.DeleteAsync(message, default);
        }

        Assert.Equal(bodies, received.Order(StringComparer.Ordinal));
        var attributes = await fixture.Clouds.Data.Aws.Sqs.GetQueueAttributesAsync(_url, ["All"]);
        Assert.Equal((0, 2), (attributes.ApproximateNumberOfMessages, attributes.ApproximateNumberOfMessagesNotVisible));
    }

    [Fact]
    public async Task Says_when_it_is_not_there()
    {
        using var queue = new SqsDeadLetterQueue(new Uri(_url + "-not-there"), credentials: null);
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => queue.ReceiveAsync(default));
    }
}
