using System.Globalization;

namespace NvDemo.Core.Index;

/// <summary>Which page of the list is asked for.</summary>
/// <param name="Limit">How many files at most, 1 to 1,000.</param>
/// <param name="Prefix">What their keys begin with; may be empty.</param>
/// <param name="After">Where the page begins; <c>null</c> for the first.</param>
/// <param name="IncludesCursor">
/// Whether the file that <paramref name="After"/> names comes first, beyond the count, if it is listed as it says.
/// </param>
public sealed record ListQuery(
    int Limit = ListQuery.DefaultLimit, string Prefix = "", ListCursor? After = null, bool IncludesCursor = false)
{
    private const int DefaultLimit = 500;
    private const int MaxLimit = 1000;
    private const int MaxPrefix = 1024;

    /// <summary>Reads <c>limit</c>, <c>prefix</c> and <c>cursor</c>.</summary>
    /// <exception cref="InvalidInputException">One of them is out of bounds; the message says which.</exception>
    public static ListQuery Parse(IReadOnlyDictionary<string, string> query)
    {
        var limit = DefaultLimit;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            throw new InvalidInputException($"The limit must be a number from 1 to {MaxLimit}.");
        }

        var prefix = query.GetValueOrDefault("prefix", "");
        if (prefix.Length > MaxPrefix || prefix.Any(char.IsControl))
            throw new InvalidInputException($"The prefix must have at most {MaxPrefix} characters and no control characters.");

        return new ListQuery(limit, prefix, query.TryGetValue("cursor", out var cursor) ? ListCursor.Decode(cursor) : null);
    }

    /// <summary>This query's parameters for another page, as a URL has them.</summary>
    public string ToUrlParameters(string cursor)
    {
        var prefix = Prefix.Length == 0 ? "" : $"&prefix={Uri.EscapeDataString(Prefix)}";
        return $"?limit={Limit.ToString(CultureInfo.InvariantCulture)}{prefix}&cursor={cursor}";
    }
}
