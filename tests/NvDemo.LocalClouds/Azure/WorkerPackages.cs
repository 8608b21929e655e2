using System.Text.Json;

namespace NvDemo.LocalClouds.Azure;

/// <summary>The packages of the Functions worker that an app was built on.</summary>
internal static class WorkerPackages
{
    private const string Prefix = "Microsoft.Azure.Functions.Worker";

    /// <summary>Names and versions, such as <c>Microsoft.Azure.Functions.Worker 2.52.0</c>.</summary>
    /// <param name="folder">The app's folder.</param>
    public static IReadOnlyList<string> In(string folder)
    {
        var file = Directory.EnumerateFiles(folder, "*.deps.json").Single();
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(library => library.Name.Replace('/', ' '))
            .Order(StringComparer.Ordinal)];
    }
}
