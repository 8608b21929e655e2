using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds;

public sealed partial record CloudsOptions
{
    /// <summary>
    /// The Lambda executable; by default what the environment variable <c>NV_LAMBDA</c> names (a native one), else the one that was
    /// built beside this program.
    /// </summary>
    public string LambdaExecutable { get; init; } = Environment.GetEnvironmentVariable("NV_LAMBDA") ?? BuiltProgram.Beside("NvDemo.Lambda");

    /// <summary>Whether idle instances of Lambda functions are frozen, as on AWS.</summary>
    public bool FreezesFunctions { get; init; }
}
