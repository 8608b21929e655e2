using NvDemo.LocalClouds.Processes;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds;

/// <summary>Where and how the local clouds run.</summary>
/// <param name="Directory">For logs (in <c>logs/</c>) and data.</param>
public sealed partial record CloudsOptions(string Directory)
{
    /// <summary>The name of the only side that starts; by default every side does that there is.</summary>
    public string? Only { get; init; }

    /// <summary>The port on which each side answers, by its name, and the front by <c>front</c>; without one on a free one.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether both clouds together have one address more, where the one answers that is well; with one cloud there is none.</summary>
    public bool HasFront { get; init; }

    /// <summary>Changes the settings of a side's processes, by its name, before they start.</summary>
    public Action<string, IDictionary<string, string?>> Amend { get; init; } = (_, _) => { };

    /// <summary>When a message that failed is tried again; sooner than in the clouds, which must bear outages of minutes.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether AWS's function <c>index</c> gets batches of up to ten messages without waiting for more, two at once, instead of those of
    /// terraform/: for queues that give up in seconds, in which a larger batch would come back before it is done.
    /// </summary>
    public bool HasSmallBatches { get; init; }

    /// <summary>When messages that a killed Functions host had taken come back; ten minutes by default, as in Azure.</summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>The value of the secret <c>client</c>: the demo client alone by default.</summary>
    public string ClientSecret { get; init; } = LocalAws.DemoClient;

    /// <summary>The setting <c>Nv__CorsOrigins</c>: whose pages may call the service. Nobody's by default.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    internal bool Has(string cloud) => Only is null || Only == cloud;

    internal Uri UrlOf(string name) => new($"http://127.0.0.1:{(Ports.TryGetValue(name, out var port) ? port : LoopbackPort.Free())}/");
}
