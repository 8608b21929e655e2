using NvDemo.LocalClouds;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(QueueCloudsCollection.Name)]
public sealed class AzureShutdownTests(QueueCloudsFixture fixture) : ShutdownContract(fixture)
{
    private protected override IndexQueue Queue => new StorageIndexQueue(Clouds);

    protected override ILocalCloud Cloud => Clouds.Azure;

    protected override Task StopAsync() => Clouds.Azure.Functions.StopAsync();

    protected override Task StartAgainAsync() => Clouds.Azure.Functions.StartAsync();
}
