using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Processes;

namespace NvDemo.Tests.Services;

/// <summary>The clouds over real services, started once for all the tests that need any of them, which run one after the other.</summary>
public sealed class LocalCloudsFixture : IAsyncLifetime
{
    /// <summary>Files over it are copied in parts, so that those of tests need not be of 1 GiB.</summary>
    private const long CopyLimit = MultipartUpload.MinPartSize;

    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-tests-").FullName;
    private Clouds? _clouds;

    public LocalCloudsFixture() => Options = new CloudsOptions(_directory)
    {
        VisibilityTimeout = TimeSpan.FromSeconds(2),
        HasSmallBatches = true,
        ClientSecret = TestClients.Secret,
        Amend = (_, settings) =>
        {
            settings["Nv__AccessLog"] = "true";
            settings["Nv__CopyLimit"] = $"{CopyLimit}";
        },
        CorsOrigins = ["https://app.example", $"http://127.0.0.1:{PagePort}"],
    };

    /// <summary>The port whose pages may call the clouds.</summary>
    public int PagePort { get; } = LoopbackPort.Free();

    public CloudsOptions Options { get; }

    public Clouds Clouds => _clouds ?? throw new InvalidOperationException("The local clouds are not up.");

    public async Task InitializeAsync()
    {
        _clouds = await Clouds.StartAsync(Options, NullLoggerFactory.Instance);
        // The adapters under test find region and credentials where the SDK looks for them.
        foreach (var (name, value) in ServiceEnvironment.Create(_clouds.Data, _clouds.PublicUrl))
            Environment.SetEnvironmentVariable(name, value);

        // An executable that is compiled as it runs takes longer for its first pings than a health check waits.
        using var http = new HttpClient();
        foreach (var cloud in _clouds.All)
            await Eventually.EqualAsync(HttpStatusCode.OK, async () => (await http.GetAsync(new Uri(cloud.Url, "health"))).StatusCode);
    }

    public async Task DisposeAsync()
    {
        if (_clouds is not null)
            await _clouds.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class LocalCloudsCollection : ICollectionFixture<LocalCloudsFixture>
{
    public const string Name = "local clouds";
}
