using System.Globalization;

namespace NvDemo.Drill.History;

/// <summary>A page that shows something else of a key than it may.</summary>
/// <param name="Shown">The sizes it shows.</param>
/// <param name="Possible">Of which it may show one.</param>
internal sealed record Violation(Reading Reading, string Key, IReadOnlyList<long?> Shown, IReadOnlyList<Change?> Possible)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Reading.Began:HH:mm:ss.ffffff} to {Reading.Ended:ss.ffffff} {Reading.Cloud} {Reading.Page}: {Key} is {Text(Shown)}, not {string.Join(" or ", Possible.Select(Text))}");

    private static string Text(IReadOnlyList<long?> shown) => shown.Count == 0 ? "absent" : string.Join(" and ", shown);

    private static string Text(Change? change) => string.Create(
        CultureInfo.InvariantCulture,
        $"{change?.Size?.ToString(CultureInfo.InvariantCulture) ?? "absent"} ({change?.Cloud} {change?.Invoked:HH:mm:ss.ffffff} to {change?.Acknowledged:ss.ffffff})");
}
