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

    /// <summary>Waits until all that was stored has been reported and indexed, so that no report comes to change what a test does next.</summary>
    public static async Task DrainedAsync(Clouds clouds)
    {
        foreach (var queue in Of(clouds))
            await Eventually.EqualAsync(0, queue.CountAsync);
    }

    static partial void AddAws(List<IndexQueue> queues, Clouds clouds);

    static partial void AddAzure(List<IndexQueue> queues, Clouds clouds);
}
