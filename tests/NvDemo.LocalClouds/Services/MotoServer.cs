using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// moto: S3, SQS, SNS, Secrets Manager and STS in one process and in memory, so that it starts again empty
/// (<see cref="LocalAws.CreateAsync"/> makes the same resources once more). To take it away and keep what it has, freeze it.
/// </summary>
public sealed class MotoServer : Server
{
    private MotoServer(string directory) : base("moto", directory)
    {
    }

    /// <summary>The endpoint of all its services.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{Port}");

    /// <inheritdoc/>
    protected override ChildProcessOptions Command => new(InstalledProgram.Find("NV_MOTO_SERVER", "moto/bin/moto_server"), LogFile)
    {
        Arguments = ["-H", "127.0.0.1", "-p", $"{Port}"],
        // It stamps events with the local time and names no zone; S3's are UTC.
        Environment = new Dictionary<string, string?> { ["TZ"] = "UTC" },
    };

    /// <summary>Starts a new, empty one; returns when it answers.</summary>
    /// <param name="directory">For the log.</param>
    public static Task<MotoServer> StartAsync(string directory) => StartedAsync(new MotoServer(directory));
}
