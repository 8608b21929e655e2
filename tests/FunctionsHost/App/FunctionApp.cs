using System.Text.Json;
using System.Text.RegularExpressions;

namespace FunctionsHost.App;

/// <summary>A built function app: its folder, its settings, its host.json and the program that is its worker.</summary>
internal sealed partial class FunctionApp
{
    private const string HostJsonPrefix = "AzureFunctionsJobHost__";

    private FunctionApp(string root, IReadOnlyDictionary<string, string> settings, int? localPort, WorkerConfig worker)
    {
        (Root, Settings, LocalPort, Worker) = (root, settings, localPort, worker);
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(WithColons)).Build();
        HostJson = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(root, "host.json"), optional: true)
            .AddInMemoryCollection(settings
                .Where(setting => setting.Key.StartsWith(HostJsonPrefix, StringComparison.OrdinalIgnoreCase))
                .Select(setting => WithColons(new(setting.Key[HostJsonPrefix.Length..], setting.Value))))
            .Build();
    }

    /// <summary>The folder with <c>host.json</c> and <c>worker.config.json</c>.</summary>
    public string Root { get; }

    /// <summary>The app's settings by their names as environment variables; the worker's environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The same settings by their names as configuration keys (<c>:</c> for <c>__</c>).</summary>
    public IConfiguration Configuration { get; }

    /// <summary>host.json, overridden by the settings <c>AzureFunctionsJobHost__…</c>.</summary>
    public IConfiguration HostJson { get; }

    /// <summary>The port that <c>local.settings.json</c> asks for, if it does.</summary>
    public int? LocalPort { get; }

    /// <summary>How the worker is started.</summary>
    public WorkerConfig Worker { get; }

    /// <summary>Reads an app's files; the environment overrides <c>local.settings.json</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no built app in the folder, or a file of it is malformed.</exception>
    public static FunctionApp Load(string root)
    {
        root = Path.GetFullPath(root);
        var (values, port) = LocalSettings.Read(root);
        var settings = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Value is string { Length: > 0 } value)
                settings[(string)variable.Key] = value;
        }

        try
        {
            return new FunctionApp(root, settings, port, WorkerConfig.Read(root));
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or JsonException)
        {
            throw new InvalidOperationException($"A file of the app in {root} can't be read: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>A setting, or <c>null</c> where it is not there or empty.</summary>
    public string? Setting(string name) => Settings.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether a setting is <c>true</c> or <c>1</c>.</summary>
    public bool IsSet(string name) =>
        Setting(name) is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Puts settings in the place of their names between percent signs, as triggers' properties have them.</summary>
    /// <exception cref="InvalidOperationException">There is no such setting.</exception>
    public string Resolve(string text) => NameInPercentSigns().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        return Configuration[name]
            ?? Setting(name)
            ?? throw new InvalidOperationException($"'%{name}%' does not resolve to a value.");
    });

    private static KeyValuePair<string, string?> WithColons(KeyValuePair<string, string> setting) =>
        new(setting.Key.Replace("__", ConfigurationPath.KeyDelimiter), setting.Value);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex NameInPercentSigns();
}
