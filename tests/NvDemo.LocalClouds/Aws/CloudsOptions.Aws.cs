using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds;

public sealed partial record CloudsOptions
{
    /// <summary>
    /// The Lambda executable; by default what the environment variable <c>NV_LAMBDA</c> names (a native one), else the one that was
    /// built beside this program.
    /// </summary>
    public string LambdaExecutable { get; init; } = Environment.GetEnvironmentVariable("NV_LAMBDA") ?? BuiltProgram.Beside("NvDemo.Lambda");

    /// <summary>Instances of a function at once: more of a native executable, which starts in milliseconds and takes 30 MB.</summary>
    public int MaxInstances { get; init; } = Environment.GetEnvironmentVariable("NV_LAMBDA") is null ? 5 : 20;

    /// <summary>Whether idle instances of Lambda functions are frozen, as on AWS.</summary>
    public bool FreezesFunctions { get; init; }
}
