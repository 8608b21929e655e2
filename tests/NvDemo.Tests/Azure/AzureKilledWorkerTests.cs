using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(QueueCloudsCollection.Name)]
public sealed class AzureKilledWorkerTests(QueueCloudsFixture fixture) : KilledWorkerContract(fixture)
{
    private protected override IndexQueue Queue => new StorageIndexQueue(Clouds);
}
