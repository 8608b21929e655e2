using NvDemo.LocalClouds;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

[Collection(QueueCloudsCollection.Name)]
public sealed class AwsShutdownTests(QueueCloudsFixture fixture) : ShutdownContract(fixture)
{
    // Less than Lambda leaves a function with an extension.
    private static readonly TimeSpan Meanwhile = TimeSpan.FromMilliseconds(300);

    private protected override IndexQueue Queue => new SqsIndexQueue(Clouds);

    protected override ILocalCloud Cloud => Clouds.Aws;

    [Fact]
    public async Task An_instance_that_is_asked_to_end_first_answers_its_invocation()
    {
        await using var index = new IndexTable(Clouds.Data.Postgres);
        using var client = new CloudClient(Cloud.Url);
        Assert.Equal(200, (await client.UploadAsync("shutdown/before", [])).Status);
        var instances = Clouds.Aws.Lambda.Instances("api");
        Task<CloudReply> upload;
        Task stopping;
        await using (var table = await index.LockAsync())
        {
            upload = client.UploadAsync("shutdown/under way", [1]);
            await Eventually.EqualAsync(true, table.IsAwaitedAsync);
            stopping = Task.WhenAll(instances.Select(instance => instance.StopAsync()));
            await Task.Delay(Meanwhile);
        }

        // Stored, and listed at once unless the stop took longer than a statement may.
        Assert.InRange((await upload).Status, 200, 202);
        await stopping;
        Assert.All(instances, instance => Assert.Equal(0, instance.ExitCode));
        Assert.Equal([1], (await client.DownloadAsync("shutdown/under way")).Body);
    }

    protected override Task StopAsync() => Clouds.Aws.StopAsync();

    protected override Task StartAgainAsync() => Clouds.Aws.StartAgainAsync();
}
