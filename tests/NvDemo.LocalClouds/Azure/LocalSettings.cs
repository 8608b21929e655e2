using System.Text.Json;

namespace NvDemo.LocalClouds.Azure;

/// <summary>The file <c>local.settings.json</c>, with which <c>func start</c> runs on the local data plane.</summary>
internal static class LocalSettings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // Beside the Functions project, where func start looks for it.
    private static readonly string Project = Path.Combine(Path.GetDirectoryName(StateDirectory.Path)!, "functions", "NvDemo.Functions");

    /// <summary>Writes the file where there is a Functions project.</summary>
    public static void Write(IReadOnlyDictionary<string, string?> environment)
    {
        if (!Directory.Exists(Project))
            return;
        var values = environment
            .Where(setting => setting.Value is not null)
            .Append(new("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"))
            .ToDictionary();
        var settings = JsonSerializer.Serialize(new { IsEncrypted = false, Values = values }, Indented);
        File.WriteAllText(Path.Combine(Project, "local.settings.json"), settings + "\n");
    }
}
