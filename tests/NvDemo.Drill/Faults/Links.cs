using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NvDemo.Drill.Faults;

/// <summary>The links of both clouds to what they work on; each cloud is told their ports instead of the services'.</summary>
internal sealed partial class Links : IAsyncDisposable
{
    // The settings with a port, and the service behind it. S3 has its own, apart from the other services of AWS.
    private static readonly (string Setting, string From, string Service)[] Settings =
    [
        ("Nv__Database", "Nv__Database", "postgres"),
        ("Nv__Redis", "Nv__Redis", "redis"),
        ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "s3"),
        ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL", "aws"),
        ("AzureWebJobsStorage", "AzureWebJobsStorage", "storage"),
    ];

    private readonly ConcurrentDictionary<(string Cloud, string Service), Lazy<Link>> _links = new();

    /// <summary>All there are.</summary>
    public IEnumerable<Link> All => _links.Values.Select(link => link.Value);

    /// <summary>Those to one service: <c>postgres</c>, <c>redis</c>, <c>s3</c>, <c>aws</c> or <c>storage</c>.</summary>
    public IEnumerable<Link> To(string service) => _links.Where(link => link.Key.Service == service).Select(link => link.Value.Value);

    /// <summary>Leads a cloud's settings over links.</summary>
    public void Amend(string cloud, IDictionary<string, string?> settings)
    {
        foreach (var (setting, from, service) in Settings)
        {
            if (settings.TryGetValue(from, out var value) && value is not null)
                settings[setting] = Port().Replace(value, port => $"{LinkTo(cloud, service, port.Value).Port}", 1);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var link in All)
            await link.DisposeAsync();
    }

    private Link LinkTo(string cloud, string service, string port) =>
        _links.GetOrAdd((cloud, service), _ => new Lazy<Link>(() => Link.Start(int.Parse(port, CultureInfo.InvariantCulture)))).Value;

    [GeneratedRegex("(?<=127\\.0\\.0\\.1(?::|;Port=))[0-9]+")]
    private static partial Regex Port();
}
