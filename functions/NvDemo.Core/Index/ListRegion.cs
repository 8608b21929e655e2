using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>
/// A part of the list: the files that were added between two times and have keys between two keys, all four included. A page depends on
/// one, a change touches one or two: where they do not overlap, the page is as it was.
/// </summary>
/// <param name="LastKey"><c>null</c>: up to the last.</param>
public readonly record struct ListRegion(DateTime From, DateTime To, string FirstKey, string? LastKey)
{
    /// <summary>The whole list.</summary>
    public static ListRegion All { get; } = Between(DateTime.MinValue, DateTime.MaxValue);

    /// <summary>The place of a file.</summary>
    public static ListRegion At(ObjectKey key, DateTime dateAdded) => new(dateAdded, dateAdded, key.Value, key.Value);

    /// <summary>What was added between two times.</summary>
    public static ListRegion Between(DateTime from, DateTime to) =>
        new(DateTime.SpecifyKind(from, DateTimeKind.Utc), DateTime.SpecifyKind(to, DateTimeKind.Utc), "", null);

    /// <summary>What has keys between two keys.</summary>
    public static ListRegion Between(string firstKey, string? lastKey) => All with { FirstKey = firstKey, LastKey = lastKey };

    /// <summary>Whether a file can be in both.</summary>
    public bool Overlaps(in ListRegion other) =>
        From <= other.To && other.From <= To && Reaches(LastKey, other.FirstKey) && Reaches(other.LastKey, FirstKey);

    /// <summary>The smallest one that has all of both.</summary>
    public ListRegion With(in ListRegion other) => new(
        From < other.From ? From : other.From,
        To > other.To ? To : other.To,
        ObjectKey.Compare(FirstKey, other.FirstKey) < 0 ? FirstKey : other.FirstKey,
        LastKey is { } last && other.LastKey is { } otherLast ? ObjectKey.Compare(last, otherLast) > 0 ? last : otherLast : null);

    private static bool Reaches(string? last, string first) => last is null || ObjectKey.Compare(first, last) <= 0;
}
