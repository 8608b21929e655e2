using NvDemo.Drill.History;
using NvDemo.LocalClouds;

namespace NvDemo.Drill.Clients;

/// <summary>The ways that a client may take: mostly the front, at times a cloud's own address.</summary>
internal sealed class Routes : IDisposable
{
    private readonly DrillClient[] _all;

    public Routes(Clouds clouds, Credentials credentials, DrillHistory history) => _all =
    [
        new DrillClient("front", clouds.FrontUrl!, credentials, history),
        .. clouds.All.Select(cloud => new DrillClient(cloud.Name, cloud.Url, credentials, history)),
    ];

    /// <summary>The front, and the clouds' own.</summary>
    public IReadOnlyList<DrillClient> All => _all;

    /// <summary>The clouds' own.</summary>
    public IEnumerable<DrillClient> Direct => _all.Skip(1);

    public DrillClient Any(Random random) => random.Next(10) < 6 ? _all[0] : _all[random.Next(1, _all.Length)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _all)
            client.Dispose();
    }
}
