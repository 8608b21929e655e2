using System.Buffers;
using System.Text;

namespace NvDemo.Core.Storage;

/// <summary>
/// The key of a file in the bucket: 1 to 1,024 bytes of UTF-8, segments separated by slashes. Two keys are equal when they are equal
/// character by character.
/// </summary>
public readonly record struct ObjectKey
{
    /// <summary>The longest key that S3 has, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    /// <summary>The most characters of an escaped path.</summary>
    public const int MaxEscapedLength = 3 * MaxBytes;

    /// <summary>What the keys of the service's own objects begin with.</summary>
    public const string Own = ".nv/";

    private const int LongestReserved = 11;

    // First segments that the service, the Functions host or API Gateway owns.
    private static readonly HashSet<string> ReservedSegments = new(
        ["api", "admin", "runtime", "health", "ui", "ping", "sping", ".well-known", ".nv"], StringComparer.OrdinalIgnoreCase);

    // Of keys without anything unusual: what no URL encodes, and slashes.
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"u8);

    private ObjectKey(string value) => Value = value;

    /// <summary>The key itself, not encoded.</summary>
    public string Value { get; }

    /// <summary>What follows the last slash.</summary>
    public string Filename => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The key as the path of a URL, each segment percent-encoded.</summary>
    public string EscapedPath
    {
        get
        {
            var key = Encoding.UTF8.GetBytes(Value);
            var path = new byte[3 * key.Length];
            return Encoding.ASCII.GetString(path, 0, EscapePath(key, path));
        }
    }

    /// <summary>
    /// Whether the object is a file that lists show: no folder marker of the S3 console, nothing of the service's own, and nothing that the
    /// index can't hold (U+0000).
    /// </summary>
    public bool IsListed => !Value.EndsWith('/') && !IsOwn && IsIndexable;

    /// <summary>Whether the object is the service's own.</summary>
    public bool IsOwn => Value.StartsWith(Own, StringComparison.Ordinal);

    /// <summary>Whether the index can hold it: no text of Postgres has a U+0000.</summary>
    public bool IsIndexable => !Value.Contains('\0');

    /// <summary>Whether <c>GET</c> of <see cref="EscapedPath"/> gives this very file: others write keys that clients can't name.</summary>
    public bool IsFetchable => BrokenRule(Value) is null && !HasDotSegment(Value);

    /// <summary>Writes the <see cref="EscapedPath"/> of a key that is UTF-8 (RFC 3986, 2.1 and 2.3).</summary>
    /// <param name="key">The key.</param>
    /// <param name="path">Three times as long as the key.</param>
    /// <returns>How many bytes it has.</returns>
    public static int EscapePath(ReadOnlySpan<byte> key, Span<byte> path)
    {
        var length = 0;
        while (key.IndexOfAnyExcept(Unreserved) is >= 0 and var plain)
        {
            key[..plain].CopyTo(path[length..]);
            length += plain;
            path[length] = (byte)'%';
            Convert.TryToHexString(key.Slice(plain, 1), path[(length + 1)..], out _);
            length += 3;
            key = key[(plain + 1)..];
        }

        key.CopyTo(path[length..]);
        return length + key.Length;
    }

    /// <summary><see cref="IsFetchable"/> of a key that is UTF-8.</summary>
    public static bool IsFetchableText(ReadOnlySpan<byte> key) => IsPlain(key) || FromBucket(Encoding.UTF8.GetString(key)).IsFetchable;

    /// <summary>A key that S3 has named, in a listing or an event: taken as it is, whatever rules it breaks.</summary>
    public static ObjectKey FromBucket(string key) => new(key);

    /// <summary>A key that a client has named, decoded.</summary>
    /// <exception cref="InvalidInputException">It breaks a rule or belongs to the service; the message says which.</exception>
    public static ObjectKey FromClient(string key)
    {
        if (BrokenRule(key) is { } rule)
            throw new InvalidInputException(rule);
        return new ObjectKey(key);
    }

    /// <summary>A key that a client has named elsewhere than in a path, which has no dot segments any more.</summary>
    /// <exception cref="InvalidInputException">It breaks a rule or belongs to the service; the message says which.</exception>
    public static ObjectKey FromParameter(string key) => HasDotSegment(key)
        ? throw new InvalidInputException("The key must not have a segment that is . or .., which no URL keeps.")
        : FromClient(key);

    /// <summary>Compares two keys by their UTF-8 bytes, which is the order of S3's listings and of the index.</summary>
    public static int Compare(string one, string other)
    {
        var length = Math.Min(one.Length, other.Length);
        for (var i = 0; i < length; i++)
        {
            if (one[i] != other[i])
                return CodePointOrder(one[i]) - CodePointOrder(other[i]);
        }

        return one.Length - other.Length;
    }

    /// <summary>
    /// The text that comes first after all keys that begin with a prefix; <c>null</c> when none does: the prefix is empty, or the last code
    /// point repeated.
    /// </summary>
    public static string? FirstAfter(string prefix)
    {
        while (prefix.Length > 0)
        {
            _ = Rune.DecodeLastFromUtf16(prefix, out var last, out var length);
            prefix = prefix[..^length];
            if (last.Value < 0x10FFFF)
                return prefix + new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    // As UTF-16, the code points from U+10000 on, written as surrogates, come before those from U+E000 on.
    private static int CodePointOrder(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;

    // What needs no closer look: most keys of a list.
    private static bool IsPlain(ReadOnlySpan<byte> key) =>
        key.Length is > 0 and <= MaxBytes && key[0] is not ((byte)'/' or (byte)'.') && key[^1] != '/'
        && key.IndexOfAnyExcept(Unreserved) < 0 && key.IndexOf("//"u8) < 0 && key.IndexOf("/."u8) < 0
        && !IsReserved(key.IndexOf((byte)'/') is >= 0 and var slash ? key[..slash] : key);

    private static bool IsReserved(ReadOnlySpan<byte> segment)
    {
        Span<char> text = stackalloc char[LongestReserved];
        return segment.Length <= LongestReserved
            && ReservedSegments.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..Encoding.ASCII.GetChars(segment, text)]);
    }

    private static string? BrokenRule(string key)
    {
        if (key.Length == 0)
            return "The key must not be empty.";
        if (key[0] == '/' || key[^1] == '/' || key.Contains("//", StringComparison.Ordinal))
            return "The key must not have an empty segment: no leading, trailing or double slash.";
        var first = key.AsSpan(0, key.IndexOf('/') is >= 0 and var slash ? slash : key.Length);
        if (ReservedSegments.GetAlternateLookup<ReadOnlySpan<char>>().Contains(first))
            return $"Keys must not begin with '{first}', which belongs to the service.";
        if (HasControlCharacter(key))
            return "The key must not contain a control character.";
        if (key.Contains('\\'))
            return "The key must not contain a backslash.";
        if (PercentEncoding.IsIn(key))
            return PercentEncoding.Ambiguous;
        if (Encoding.UTF8.GetByteCount(key) > MaxBytes)
            return $"The key must not be longer than {MaxBytes} bytes of UTF-8.";
        return null;
    }

    private static bool HasControlCharacter(string key)
    {
        foreach (var character in key)
        {
            if (char.IsControl(character))
                return true;
        }

        return false;
    }

    private static bool HasDotSegment(string key)
    {
        foreach (var range in key.AsSpan().Split('/'))
        {
            if (key.AsSpan(range) is "." or "..")
                return true;
        }

        return false;
    }
}
