using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace NvDemo.Core.Index;

/// <summary>The last file of a page: the next page begins after it (keyset paging).</summary>
public sealed record ListCursor(DateTime DateAdded, string Key)
{
    /// <summary>The cursor as clients carry it: opaque, safe in a URL.</summary>
    public string Encode() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{DateAdded.Ticks.ToString(CultureInfo.InvariantCulture)}:{Key}"));

    /// <summary>Whether it is of this file.</summary>
    public bool Names(ListItem file) => file.Key.Value == Key && file.DateAdded == DateAdded;

    /// <summary>Reads what <see cref="Encode"/> gave out.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static ListCursor Decode(string text)
    {
        try
        {
            var decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
            var colon = decoded.IndexOf(':');
            var ticks = long.Parse(decoded.AsSpan(0, Math.Max(colon, 0)), NumberStyles.None, CultureInfo.InvariantCulture);
            var key = decoded[(colon + 1)..];
            var cursor = new ListCursor(new DateTime(ticks, DateTimeKind.Utc), key);
            if (key.Length > 0 && !key.Contains('\0') && cursor.Encode() == text)
                return cursor;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            // Falls through to the one answer for every malformed cursor.
        }

        throw new InvalidInputException("The cursor is not one that a list response's Link header gave.");
    }
}
