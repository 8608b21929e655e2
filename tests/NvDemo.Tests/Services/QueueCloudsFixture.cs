using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Traces;

namespace NvDemo.Tests.Services;

/// <summary>
/// The clouds for the tests that fill dead-letter queues or kill workers: nothing else runs beside them, and queues give up on messages
/// in seconds.
/// </summary>
public sealed class QueueCloudsFixture : IAsyncLifetime
{
    private Clouds? _clouds;
    private TraceRecorder? _traces;

    /// <summary>Where the clouds have their logs.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("nvdemo-queues-").FullName;

    public Clouds Clouds => _clouds ?? throw new InvalidOperationException("The local clouds are not up.");

    /// <summary>What the clouds have recorded: everything.</summary>
    public TraceRecorder Traces => _traces ?? throw new InvalidOperationException("The local clouds are not up.");

    public async Task InitializeAsync()
    {
        _traces = await TraceRecorder.StartAsync();
        _clouds = await Clouds.StartAsync(
            new CloudsOptions(Folder)
            {
                VisibilityTimeout = TimeSpan.FromSeconds(5),
                HasSmallBatches = true,
                QueueLease = TimeSpan.FromSeconds(5),
                Amend = (_, settings) => _traces.Observe(settings),
            },
            NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        if (_clouds is not null)
            await _clouds.DisposeAsync();
        if (_traces is not null)
            await _traces.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QueueCloudsCollection : ICollectionFixture<QueueCloudsFixture>
{
    public const string Name = "queues of the local clouds";
}
