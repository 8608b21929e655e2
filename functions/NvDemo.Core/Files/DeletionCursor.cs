using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>How far the deletion of a prefix has come.</summary>
/// <param name="Begun">When it began, UTC: what was stored later stays.</param>
/// <param name="After">The last key that was looked at.</param>
internal sealed record DeletionCursor(DateTime Begun, string After)
{
    /// <summary>The cursor as clients carry it: opaque, safe in a URL.</summary>
    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Begun.Ticks.ToString(CultureInfo.InvariantCulture)}:{After}"));

    /// <summary>Reads what <see cref="Encode"/> gave out.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static DeletionCursor Decode(string text)
    {
        try
        {
            var decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
            var colon = Math.Max(decoded.IndexOf(':'), 0);
            var ticks = long.Parse(decoded.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture);
            var cursor = new DeletionCursor(new DateTime(ticks, DateTimeKind.Utc), decoded[(colon + 1)..]);
            if (cursor.After.Length > 0 && Encoding.UTF8.GetByteCount(cursor.After) <= ObjectKey.MaxBytes && cursor.Encode() == text)
                return cursor;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            // Falls through to the one answer for every malformed cursor.
        }

        throw new InvalidInputException("The cursor is not one that a deletion gave as next.");
    }
}
