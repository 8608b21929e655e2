namespace NvDemo.Drill.History;

/// <summary>A page of the list as a reader was given it.</summary>
/// <param name="Page">The path that was asked for, with its parameters.</param>
/// <param name="Prefix">What the keys of the page begin with.</param>
/// <param name="After">The file that the page's cursor names, as the page before showed it; <c>null</c> on a first page.</param>
/// <param name="Files">In the page's order.</param>
/// <param name="IsLast">Whether the page leads to no other.</param>
internal sealed record Reading(
    string Cloud, string Page, string Prefix, ListedFile? After, DateTime Began, DateTime Ended, IReadOnlyList<ListedFile> Files, bool IsLast)
{
    // Between the clock that the service dates changes by, to the millisecond, and the reader's.
    private static readonly TimeSpan Skew = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether the page must show a file if the change is its last: for certain after the page's cursor and before its end, by key and by
    /// date, whichever of them orders the page.
    /// </summary>
    public bool Covers(Change change) =>
        change.Key.StartsWith(Prefix, StringComparison.Ordinal)
        && (After is null || (string.CompareOrdinal(change.Key, After.Key) > 0 && change.Invoked - Skew > After.DateAdded))
        && (IsLast || (string.CompareOrdinal(change.Key, Files[^1].Key) < 0 && change.Acknowledged + Skew < Files[^1].DateAdded));
}

/// <summary>A file on a page.</summary>
internal sealed record ListedFile(string Key, long? Size, DateTime DateAdded);
