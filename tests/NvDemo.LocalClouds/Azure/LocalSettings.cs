using System.Text.Json;

namespace NvDemo.LocalClouds.Azure;

/// <summary>The file <c>local.settings.json</c>, with which <c>func start</c> runs on the local data plane.</summary>
internal static class LocalSettings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file where there is a Functions project.</summary>
    public static void Write(string file, Clouds clouds)
    {
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            return;
        var values = ServiceEnvironment.CreateForAzure(clouds.Data, clouds.AzureUrl)
            .Where(setting => setting.Value is not null)
            .Append(new("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"))
            .ToDictionary();
        File.WriteAllText(file, JsonSerializer.Serialize(new { IsEncrypted = false, Values = values }, Indented) + "\n");
    }
}
