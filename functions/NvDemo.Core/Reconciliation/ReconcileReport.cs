using System.Text.Json.Serialization;

namespace NvDemo.Core.Reconciliation;

/// <summary>
/// What a reconciliation has found. Changes that are under way while it runs may be among the differences; they are counted as repaired
/// only if they had to be.
/// </summary>
public sealed class ReconcileReport
{
    private const int MaxSamples = 100;
    private readonly List<string> _samples = [];

    /// <summary>How the run ended.</summary>
    [JsonPropertyName("outcome")]
    public ReconcileOutcome Outcome { get; internal set; }

    /// <summary>Objects of the bucket that were compared.</summary>
    [JsonPropertyName("objects")]
    public long Objects { get; internal set; }

    /// <summary>Objects whose keys the index can't hold.</summary>
    [JsonPropertyName("unlistable")]
    public long Unlistable { get; internal set; }

    /// <summary>Files of the index that were compared.</summary>
    [JsonPropertyName("files")]
    public long Files { get; internal set; }

    /// <summary>Objects that the index did not have.</summary>
    [JsonPropertyName("missing")]
    public long Missing { get; private set; }

    /// <summary>Objects of which the index had another state.</summary>
    [JsonPropertyName("stale")]
    public long Stale { get; private set; }

    /// <summary>Files of the index that the bucket does not have.</summary>
    [JsonPropertyName("ghosts")]
    public long Ghosts { get; private set; }

    /// <summary>Differences that were repaired; 0 in a dry run.</summary>
    [JsonPropertyName("repaired")]
    public long Repaired { get; internal set; }

    /// <summary>Tombstones that were old enough to be forgotten.</summary>
    [JsonPropertyName("purged")]
    public long Purged { get; internal set; }

    /// <summary>Whether nothing was to be changed.</summary>
    [JsonPropertyName("dry_run")]
    public bool IsDryRun { get; init; }

    /// <summary>The key after which to go on; <c>null</c>, and not in the JSON, when the run is through.</summary>
    [JsonPropertyName("next")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; internal set; }

    /// <summary>The first hundred differences: <c>missing</c>, <c>stale</c> or <c>ghost</c>, a space, the key.</summary>
    [JsonPropertyName("samples")]
    public IReadOnlyList<string> Samples => _samples;

    internal void Count(Difference difference)
    {
        switch (difference.Kind)
        {
            case DifferenceKind.Missing:
                Missing++;
                break;
            case DifferenceKind.Stale:
                Stale++;
                break;
            default:
                Ghosts++;
                break;
        }

        if (_samples.Count < MaxSamples)
            _samples.Add($"{difference.Kind.ToString().ToLowerInvariant()} {difference.Repair.Key}");
    }
}
