using System.Text.Json;

namespace NvDemo.Core.Reconciliation;

public sealed record ReconcileRequest
{
    private static readonly string[] Names = ["full", "dry_run", "after", "max_keys"];

    /// <summary>Only to report what would be repaired.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The key after which to begin; empty for the first.</summary>
    public string After { get; init; } = "";

    /// <summary>How many keys to look at before the run ends with <see cref="ReconcileReport.Next"/>; <c>null</c> for all.</summary>
    public long? MaxKeys { get; init; }

    /// <summary>When to end with <see cref="ReconcileReport.Next"/> if the run is not through; <c>null</c> for never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// Reads <c>{"full":…,"dry_run":…,"after":…,"max_keys":…}</c>; each may be missing, and anything else is ignored. Of <c>full</c> only
    /// counts that it is there.
    /// </summary>
    /// <returns><c>null</c> where none of them is there, as from a schedule.</returns>
    /// <exception cref="FormatException">One of them is of another type.</exception>
    public static ReconcileRequest? Parse(JsonElement json)
    {
        try
        {
            return Array.TrueForAll(Names, name => Find(json, name) is null) ? null : new ReconcileRequest
            {
                IsDryRun = Find(json, "dry_run") is { } dryRun && dryRun.GetBoolean(),
                After = Find(json, "after") is { } after ? after.GetString()! : "",
                MaxKeys = Find(json, "max_keys") is { } maxKeys ? maxKeys.GetInt64() : null,
            };
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("The request is not {\"dry_run\": boolean, \"after\": text, \"max_keys\": number}.", e);
        }
    }

    private static JsonElement? Find(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
