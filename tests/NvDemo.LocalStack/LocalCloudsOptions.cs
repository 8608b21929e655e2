namespace NvDemo.LocalStack;

/// <summary>Where and how the local clouds run.</summary>
/// <param name="Directory">For logs (in <c>logs/</c>) and data.</param>
public sealed record LocalCloudsOptions(string Directory)
{
    /// <summary>The Azure side's port; a free one by default.</summary>
    public int? AzurePort { get; init; }

    /// <summary>The AWS side's port; a free one by default.</summary>
    public int? AwsPort { get; init; }

    /// <summary>When a message that failed is tried again; sooner than in the clouds, which must bear outages of minutes.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Settings of the Functions app beside those that lead it to the data plane, such as overrides of host.json.</summary>
    public IReadOnlyDictionary<string, string?> FunctionsSettings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The Functions worker; by default the one that was built beside this program.</summary>
    public string FunctionsExecutable { get; init; } = BuiltBeside("NvDemo.Functions");

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
