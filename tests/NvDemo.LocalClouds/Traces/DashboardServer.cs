using NvDemo.LocalClouds.Processes;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Traces;

/// <summary>
/// .NET Aspire's dashboard by itself, as a viewer of what comes by OTLP; it keeps that in memory
/// (https://aspire.dev/dashboard/configuration/).
/// </summary>
public sealed class DashboardServer : Server
{
    private readonly int _grpcPort = LoopbackPort.Free();

    private DashboardServer(string directory) : base("dashboard", directory)
    {
    }

    /// <summary>Where a browser finds the traces.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}/traces");

    /// <summary>Where it takes spans.</summary>
    public Uri Otlp { get; } = new($"http://127.0.0.1:{LoopbackPort.Free()}/");

    /// <inheritdoc/>
    protected override ChildProcessOptions Command => new(InstalledProgram.Find("NV_DASHBOARD", "aspire-dashboard/Aspire.Dashboard"), LogFile)
    {
        Environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}",
            ["DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{_grpcPort}",
            ["DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = Otlp.AbsoluteUri.TrimEnd('/'),
            // On this machine alone, and what it shows is of this machine.
            ["DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true",
        },
    };

    /// <summary>Starts it; returns when it accepts connections.</summary>
    /// <param name="directory">For its log.</param>
    public static Task<DashboardServer> StartAsync(string directory) => StartedAsync(new DashboardServer(directory));
}
