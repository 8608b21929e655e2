using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds;

public sealed partial record CloudsOptions
{
    /// <summary>
    /// The folder of the Functions app; by default what the environment variable <c>NV_FUNCTIONS</c> names (a published one), else the one
    /// that was built beside this program.
    /// </summary>
    public string FunctionsFolder { get; init; } =
        Environment.GetEnvironmentVariable("NV_FUNCTIONS") ?? Path.GetDirectoryName(BuiltProgram.Beside("NvDemo.Functions"))!;

    /// <summary>The local Functions host; by default the one that was built beside this program.</summary>
    public string FunctionsHostExecutable { get; init; } = BuiltProgram.Beside("FunctionsHost");

    /// <summary>
    /// Whether Azure Functions Core Tools (<c>func</c>) are the Functions host; by default where the environment variable <c>NV_FUNC</c>
    /// is 1. They check no keys.
    /// </summary>
    public bool WithCoreTools { get; init; } = Environment.GetEnvironmentVariable("NV_FUNC") == "1";
}
