using System.Collections;
using NvDemo.LocalClouds.Doctor;

namespace NvDemo.LocalClouds.Commands;

/// <summary>
/// <c>doctor</c>: checks the settings of deployments and what they depend on, a line for each. Without files, those of this process's
/// environment.
/// </summary>
internal static class DoctorCommand
{
    /// <returns>0 when all is well, else 1.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> files)
    {
        Deployment[] deployments = files.Count > 0 ? [.. files.Select(Deployment.Read)] : [OfEnvironment()];
        var isWell = true;
        foreach (var deployment in deployments)
            isWell &= await Examination.RunAsync(deployment);
        return isWell ? 0 : 1;
    }

    // NV_FUNCTION is what only a function of AWS has.
    private static Deployment OfEnvironment()
    {
        var settings = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(item => (string)item.Key, item => (string?)item.Value);
        var function = settings.GetValueOrDefault("NV_FUNCTION");
        return new Deployment
        {
            Cloud = function is null ? "azure" : "aws",
            Settings = new Dictionary<string, Dictionary<string, string?>> { [function ?? "app"] = settings },
        };
    }
}
