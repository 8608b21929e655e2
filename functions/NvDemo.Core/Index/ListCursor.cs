using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace NvDemo.Core.Index;

/// <summary>The last item of a page: the next page begins after it (keyset paging).</summary>
/// <param name="Key">Its key; of a folder, which stands for everything in it, with the slash.</param>
/// <param name="DateAdded">When it was added; <c>null</c> in a list that is ordered by key.</param>
public sealed record ListCursor(string Key, DateTime? DateAdded = null)
{
    /// <summary>Whether the list is ordered by key.</summary>
    public bool IsByKey => DateAdded is null;

    /// <summary>The cursor of the page that follows an item.</summary>
    public static ListCursor After(in ListItem item, bool isByKey) => new(Encoding.UTF8.GetString(item.Key), isByKey ? null : item.DateAdded);

    /// <summary>The cursor as clients carry it: opaque, safe in a URL.</summary>
    public string Encode() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{DateAdded?.Ticks.ToString(CultureInfo.InvariantCulture)}:{Key}"));

    /// <summary>Whether it is of this item.</summary>
    public bool Names(in ListItem item) => Encoding.UTF8.GetString(item.Key) == Key && (DateAdded is null || item.DateAdded == DateAdded);

    /// <summary>Reads what <see cref="Encode"/> gave out.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static ListCursor Decode(string text)
    {
        try
        {
            var decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
            var colon = decoded.IndexOf(':');
            var key = decoded[(colon + 1)..];
            var cursor = colon == 0 ? new ListCursor(key) : new ListCursor(key, Time(decoded.AsSpan(0, Math.Max(colon, 0))));
            if (key.Length > 0 && !key.Contains('\0') && cursor.Encode() == text)
                return cursor;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            // Falls through to the one answer for every malformed cursor.
        }

        throw new InvalidInputException("The cursor is not one that a list response's Link header gave.");
    }

    private static DateTime Time(ReadOnlySpan<char> ticks) =>
        new(long.Parse(ticks, NumberStyles.None, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
