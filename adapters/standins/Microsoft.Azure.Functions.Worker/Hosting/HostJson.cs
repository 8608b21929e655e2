using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>The settings of <c>host.json</c> that apply here, with the host's defaults.</summary>
internal sealed record HostJson
{
    public string RoutePrefix { get; private init; } = "api";

    /// <summary>Messages that are fetched at once, 1 to 32.</summary>
    public int BatchSize { get; private init; } = 16;

    /// <summary>Another batch is fetched when no more messages than this are being worked on.</summary>
    public int NewBatchThreshold { get; private init; } = 8;

    /// <summary>Tries before a message goes to the poison queue.</summary>
    public int MaxDequeueCount { get; private init; } = 5;

    /// <summary>How long a message that failed rests.</summary>
    public TimeSpan VisibilityTimeout { get; private init; } = TimeSpan.Zero;

    /// <summary>The longest pause between two looks at an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; private init; } = TimeSpan.FromMinutes(1);

    public static HostJson Read(string directory)
    {
        var file = new ConfigurationBuilder().AddJsonFile(Path.Combine(directory, "host.json"), optional: true).Build();
        var (http, queues, defaults) = (file.GetSection("extensions:http"), file.GetSection("extensions:queues"), new HostJson());
        var batchSize = queues.GetValue("batchSize", defaults.BatchSize);
        return new HostJson
        {
            RoutePrefix = http.GetValue("routePrefix", defaults.RoutePrefix)!,
            BatchSize = batchSize,
            NewBatchThreshold = queues.GetValue("newBatchThreshold", batchSize / 2),
            MaxDequeueCount = queues.GetValue("maxDequeueCount", defaults.MaxDequeueCount),
            VisibilityTimeout = queues.GetValue("visibilityTimeout", defaults.VisibilityTimeout),
            MaxPollingInterval = queues.GetValue("maxPollingInterval", defaults.MaxPollingInterval),
        };
    }
}
