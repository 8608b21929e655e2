using NvDemo.LocalClouds;

namespace NvDemo.Tests.Services;

/// <summary>The queues of the clouds that there are. Each cloud adds its own, as in <see cref="Clouds"/>.</summary>
internal static partial class IndexQueues
{
    public static IReadOnlyList<IndexQueue> Of(Clouds clouds)
    {
        var queues = new List<IndexQueue>();
        AddAws(queues, clouds);
        AddAzure(queues, clouds);
        return queues;
    }

    static partial void AddAws(List<IndexQueue> queues, Clouds clouds);

    static partial void AddAzure(List<IndexQueue> queues, Clouds clouds);
}
