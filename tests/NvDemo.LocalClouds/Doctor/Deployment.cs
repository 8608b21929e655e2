using System.Text.Json;

namespace NvDemo.LocalClouds.Doctor;

/// <summary>
/// One cloud's side of a deployment, or of the local clouds, as <c>doctor</c> is told of it: a JSON file, which <c>./nv up</c> writes for
/// the local clouds and <c>./nv doctor aws|azure</c> makes of what the cloud's own tool knows.
/// </summary>
public sealed record Deployment
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Its name: <c>azure</c> or <c>aws</c>.</summary>
    public required string Cloud { get; init; }

    /// <summary>The settings of each of its processes, by its name: the functions of AWS, the one app of Azure.</summary>
    public required IReadOnlyDictionary<string, Dictionary<string, string?>> Settings { get; init; }

    /// <summary>Where it answers; <c>null</c> where nobody knows.</summary>
    public Uri? Url { get; init; }

    /// <summary>The URLs of its SQS queues, by their names.</summary>
    public IReadOnlyDictionary<string, string> Queues { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether Postgres, Redis and the Storage queue are in a network that only the deployment is in.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or is none.</exception>
    public static Deployment Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Deployment>(File.ReadAllText(file), Options)!;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new InvalidOperationException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Options));
}
