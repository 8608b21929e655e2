using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>
/// The host's settings: host.json beside the application, overridden by environment variables
/// (<c>AzureFunctionsJobHost__extensions__queues__batchSize</c>).
/// </summary>
internal static class HostJson
{
    public static IConfiguration Load() => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("host.json", optional: true)
        .AddEnvironmentVariables("AzureFunctionsJobHost__")
        .Build();
}
