using System.Globalization;
using System.Text;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Index;

/// <summary>Which page of the list is asked for.</summary>
/// <param name="Limit">How many items at most, 1 to 1,000.</param>
/// <param name="Prefix">What the keys begin with; may be empty.</param>
/// <param name="IsFolded">Whether what has a slash after the prefix is folded into one item for each folder.</param>
/// <param name="After">Where the page begins; <c>null</c> for the first.</param>
/// <param name="IncludesCursor">
/// Whether the item that <paramref name="After"/> names comes first, beyond the count, if it is listed as it says.
/// </param>
public sealed record ListQuery(
    int Limit = ListQuery.DefaultLimit, string Prefix = "", bool IsFolded = false, ListCursor? After = null, bool IncludesCursor = false)
{
    private const int DefaultLimit = 500;
    private const int MaxLimit = 1000;
    private const int MaxPrefix = 1024;

    /// <summary>Whether the list is ordered by key, as S3 lists; otherwise by date added and then by key.</summary>
    public bool IsByKey => IsFolded || Prefix.Length > 0;

    /// <summary>Reads <c>limit</c>, <c>prefix</c>, <c>delimiter</c> and <c>cursor</c>.</summary>
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

        var isFolded = query.TryGetValue("delimiter", out var delimiter);
        if (isFolded && delimiter != "/")
            throw new InvalidInputException("The delimiter must be a slash.");

        return new ListQuery(limit, prefix, isFolded, query.TryGetValue("cursor", out var cursor) ? ListCursor.Decode(cursor) : null);
    }

    /// <summary>This query, with what is left out taken from the caller's prefixes and the cursor compared with what it then asks for.</summary>
    /// <exception cref="InvalidInputException">The cursor is of a list in the other order.</exception>
    public ListQuery WithPrefix(string prefix)
    {
        var query = this with { Prefix = prefix };
        return After is { } cursor && cursor.IsByKey != query.IsByKey
            ? throw new InvalidInputException("The cursor is of a list in another order: with a prefix or a delimiter files come by key, else by date.")
            : query;
    }

    /// <summary>The part of the list that the last page depends on.</summary>
    public ListRegion Region() => Region(ObjectKey.FirstAfter(Prefix), DateTime.MaxValue);

    /// <summary>The part of the list that the page depends on, if it is followed by an item.</summary>
    public ListRegion Region(in ListItem following)
    {
        var key = Encoding.UTF8.GetString(following.Key);
        return Region(following.IsFolder ? ObjectKey.FirstAfter(key) : key, following.DateAdded);
    }

    /// <summary>This query's parameters for another page, as a URL has them.</summary>
    public string ToUrlParameters(string cursor)
    {
        var prefix = Prefix.Length == 0 ? "" : $"&prefix={Uri.EscapeDataString(Prefix)}";
        var delimiter = IsFolded ? "&delimiter=/" : "";
        return $"?limit={Limit.ToString(CultureInfo.InvariantCulture)}{prefix}{delimiter}&cursor={cursor}";
    }

    private ListRegion Region(string? lastKey, DateTime to) => IsByKey
        ? ListRegion.Between(After is { } cursor && ObjectKey.Compare(cursor.Key, Prefix) > 0 ? cursor.Key : Prefix, lastKey)
        : ListRegion.Between(After?.DateAdded ?? DateTime.MinValue, to);
}
