using System.Text.Json.Serialization;

namespace NvDemo.LocalClouds.Commands;

/// <summary>What the function <c>reconcile</c> reports of a walk, or of a stretch of one.</summary>
/// <param name="Objects">How many objects the bucket has.</param>
/// <param name="Files">How many rows the index had.</param>
/// <param name="Missing">Objects without a row.</param>
/// <param name="Stale">Rows that said something else than their objects.</param>
/// <param name="Ghosts">Rows without an object.</param>
/// <param name="Repaired">How many of these were put right.</param>
/// <param name="Purged">How many old tombstones were forgotten.</param>
/// <param name="Unlistable">Objects whose keys the index can't hold.</param>
/// <param name="Samples">Some of what differed, a line for each.</param>
/// <param name="Next">Where the next stretch begins; <c>null</c> after the last.</param>
internal sealed record ReconcileTotals(
    [property: JsonPropertyName("objects")] long Objects,
    [property: JsonPropertyName("files")] long Files,
    [property: JsonPropertyName("missing")] long Missing,
    [property: JsonPropertyName("stale")] long Stale,
    [property: JsonPropertyName("ghosts")] long Ghosts,
    [property: JsonPropertyName("repaired")] long Repaired,
    [property: JsonPropertyName("purged")] long Purged,
    [property: JsonPropertyName("unlistable")] long Unlistable,
    [property: JsonPropertyName("samples")] IReadOnlyList<string> Samples,
    [property: JsonPropertyName("next"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next = null)
{
    /// <summary>Of nothing yet.</summary>
    public static ReconcileTotals Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, []);

    /// <summary>This and the next stretch together.</summary>
    public ReconcileTotals Then(ReconcileTotals stretch) => new(
        Objects + stretch.Objects, Files + stretch.Files, Missing + stretch.Missing, Stale + stretch.Stale, Ghosts + stretch.Ghosts,
        Repaired + stretch.Repaired, Purged + stretch.Purged, Unlistable + stretch.Unlistable, [.. Samples, .. stretch.Samples], stretch.Next);
}
