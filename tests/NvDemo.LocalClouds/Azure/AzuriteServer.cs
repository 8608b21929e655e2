using Azure.Storage.Queues;
using NvDemo.LocalClouds.Processes;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Azure;

/// <summary>
/// Azurite's queue service: Azure Storage with the emulator's well-known account and the queues that a deployment makes. A stop keeps the
/// messages.
/// </summary>
public sealed class AzuriteServer : Server
{
    /// <summary>The queue of the events, which the webhook fills and the Functions <c>index</c> empties.</summary>
    public const string EventQueue = "nv-object-events";

    /// <summary>Where the Functions host puts a message of <see cref="EventQueue"/> that has had all its tries.</summary>
    public const string PoisonQueue = EventQueue + "-poison";

    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _data;

    private AzuriteServer(string directory) : base("azurite", directory) => _data = Path.GetFullPath(Path.Combine(directory, "azurite"));

    /// <summary>The Storage connection string, as <c>AzureWebJobsStorage</c> has it; it names the queue service only.</summary>
    public string ConnectionString => "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + $"AccountKey={AccountKey};QueueEndpoint=http://127.0.0.1:{Port}/devstoreaccount1;";

    /// <inheritdoc/>
    protected override ChildProcessOptions Command =>
        new(InstalledProgram.Find("NV_AZURITE", "azurite/node_modules/.bin/azurite-queue"), LogFile)
        {
            Arguments =
            [
                "--silent", "--location", _data, "--queueHost", "127.0.0.1", "--queuePort", $"{Port}",
                "--skipApiVersionCheck", "--disableTelemetry",
            ],
        };

    /// <summary>Starts a new one; returns when its queues are there, empty.</summary>
    /// <param name="directory">For the log and the messages; messages of an earlier one are removed.</param>
    public static Task<AzuriteServer> StartAsync(string directory) => StartedAsync(new AzuriteServer(directory));

    /// <inheritdoc/>
    private protected override Task PrepareAsync()
    {
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
        Directory.CreateDirectory(_data);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override Task ProvisionAsync()
    {
        var queues = new QueueServiceClient(ConnectionString);
        return Task.WhenAll(queues.CreateQueueAsync(EventQueue), queues.CreateQueueAsync(PoisonQueue));
    }
}
