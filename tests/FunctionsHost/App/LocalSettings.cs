using System.Text.Json;

namespace FunctionsHost.App;

/// <summary><c>local.settings.json</c>, which Core Tools read too; what is encrypted in it can't be read here.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The settings of its <c>Values</c>, and the port of its <c>Host</c>; none where there is no such file.</summary>
    /// <exception cref="InvalidOperationException">The file is malformed or encrypted.</exception>
    public static (Dictionary<string, string> Values, int? Port) Read(string root)
    {
        var file = Path.Combine(root, "local.settings.json");
        if (!File.Exists(file))
            return ([], null);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), Lenient);
            var settings = document.RootElement;
            if (settings.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
                throw new InvalidOperationException("it is encrypted: run 'func settings decrypt' first.");
            var values = new Dictionary<string, string>();
            if (settings.TryGetProperty("Values", out var members))
            {
                foreach (var member in members.EnumerateObject())
                    values[member.Name] = member.Value.ToString();
            }

            return (values, settings.TryGetProperty("Host", out var host) && host.TryGetProperty("LocalHttpPort", out var port)
                ? port.GetUInt16()
                : null);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{file} can't be read: {e.Message}", e);
        }
    }
}
