using System.Text.Json;

namespace NvDemo.LocalClouds;

/// <summary>The clouds that <c>./nv up</c> runs in another process. Each side adds itself, as in <see cref="Clouds"/>.</summary>
internal sealed partial class RunningClouds : IDisposable
{
    private readonly Dictionary<string, string> _endpoints;
    private readonly List<IRunningCloud> _all = [];

    private RunningClouds(Dictionary<string, string> endpoints)
    {
        _endpoints = endpoints;
        AddAws();
        AddAzure();
    }

    /// <summary>The sides that run. AWS is first: its functions answer with what they have done.</summary>
    public IReadOnlyList<IRunningCloud> All => _all;

    /// <summary>Finds them.</summary>
    /// <exception cref="InvalidOperationException">Nothing is running.</exception>
    public static async Task<RunningClouds> FindAsync() =>
        File.Exists(StateDirectory.EndpointsFile)
            ? new RunningClouds(JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(StateDirectory.EndpointsFile))!)
            : throw new InvalidOperationException("Nothing is running: start it with ./nv up.");

    /// <summary>One of <see cref="Endpoints"/>.</summary>
    public string Endpoint(string name) => _endpoints[name];

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(cloud => cloud.Dispose());

    partial void AddAws();

    partial void AddAzure();
}
