using NvDemo.LocalClouds;
using NvDemo.Tests.Aws;

namespace NvDemo.Tests.Services;

internal static partial class IndexQueues
{
    static partial void AddAws(List<IndexQueue> queues, Clouds clouds) => queues.Add(new SqsIndexQueue(clouds));
}
