using NvDemo.LocalClouds;
using NvDemo.Tests.Azure;

namespace NvDemo.Tests.Services;

internal static partial class IndexQueues
{
    static partial void AddAzure(List<IndexQueue> queues, Clouds clouds) => queues.Add(new StorageIndexQueue(clouds));
}
