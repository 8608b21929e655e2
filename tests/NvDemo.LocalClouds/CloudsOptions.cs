namespace NvDemo.LocalClouds;

/// <summary>Where and how the local clouds run.</summary>
/// <param name="Directory">For logs (in <c>logs/</c>) and data.</param>
public sealed record CloudsOptions(string Directory)
{
    /// <summary>The Azure side's port; a free one by default.</summary>
    public int? AzurePort { get; init; }

    /// <summary>The AWS side's port; a free one by default.</summary>
    public int? AwsPort { get; init; }

    /// <summary>When a message that failed is tried again; sooner than in the clouds, which must bear outages of minutes.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder of the Functions app; by default the one that was built beside this program.</summary>
    public string FunctionsFolder { get; init; } = Path.GetDirectoryName(BuiltBeside("NvDemo.Functions"))!;

    /// <summary>The local Functions host; by default the one that was built beside this program.</summary>
    public string FunctionsHostExecutable { get; init; } = BuiltBeside("FunctionsHost");

    /// <summary>
    /// Whether Azure Functions Core Tools (<c>func</c>) are the Functions host; by default where the environment variable <c>NV_FUNC</c>
    /// is 1. They check no keys.
    /// </summary>
    public bool WithCoreTools { get; init; } = Environment.GetEnvironmentVariable("NV_FUNC") == "1";

    /// <summary>When messages that a killed Functions host had taken come back; ten minutes by default, as in Azure.</summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>
    /// The Lambda executable; by default what the environment variable <c>NV_LAMBDA</c> names (a native one), else the one that was
    /// built beside this program.
    /// </summary>
    public string LambdaExecutable { get; init; } = Environment.GetEnvironmentVariable("NV_LAMBDA") ?? BuiltBeside("NvDemo.Lambda");

    // The artifacts layout: bin/<project>/<configuration>/.
    private static string BuiltBeside(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, project);
    }
}
