using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

[Collection(QueueCloudsCollection.Name)]
public sealed class AwsKilledWorkerTests(QueueCloudsFixture fixture) : KilledWorkerContract(fixture)
{
    private protected override IndexQueue Queue => new SqsIndexQueue(Clouds);
}
