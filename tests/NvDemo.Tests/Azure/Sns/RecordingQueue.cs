using NvDemo.Azure.StorageQueues;

namespace NvDemo.Tests.Azure.Sns;

internal sealed class RecordingQueue : IEventQueue
{
    public List<string> Events { get; } = [];

    public Exception? Failure { get; set; }

    public Task EnqueueAsync(string body, CancellationToken cancellation)
    {
        if (Failure is not null)
            return Task.FromException(Failure);
        Events.Add(body);
        return Task.CompletedTask;
    }
}
