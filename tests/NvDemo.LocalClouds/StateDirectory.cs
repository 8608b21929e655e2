namespace NvDemo.LocalClouds;

/// <summary>The state of a running stack: <c>.nv/</c> of the working directory, or what <c>NV_STATE</c> names.</summary>
public static class StateDirectory
{
    /// <summary>The folder.</summary>
    public static string Path { get; } =
        System.IO.Path.GetFullPath(Environment.GetEnvironmentVariable("NV_STATE") ?? ".nv");

    /// <summary>What <c>doctor</c> reads of a cloud that runs.</summary>
    public static string DeploymentFile(string cloud) => System.IO.Path.Combine(Path, $"deployment-{cloud}.json");

    /// <summary>The spans that clouds which are observed have sent, as lines of JSON.</summary>
    public static string TracesFile => System.IO.Path.Combine(Path, "traces.jsonl");

    /// <summary>Where everything is.</summary>
    public static string EndpointsFile => System.IO.Path.Combine(Path, "endpoints.json");
}
