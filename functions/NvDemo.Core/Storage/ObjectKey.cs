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

    private const string Own = ".nv/";

    // First segments that the service, the Functions host or API Gateway owns.
    private static readonly HashSet<string> ReservedSegments = new(
        ["api", "admin", "runtime", "health", "ui", "ping", "sping", ".well-known", ".nv"], StringComparer.OrdinalIgnoreCase);

    private ObjectKey(string value) => Value = value;

    /// <summary>The key itself, not encoded.</summary>
    public string Value { get; }

    /// <summary>What follows the last slash.</summary>
    public string Filename => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The key as the path of a URL, each segment percent-encoded.</summary>
    public string EscapedPath => string.Join('/', Value.Split('/').Select(Uri.EscapeDataString));

    /// <summary>
    /// Whether the object is a file that lists show: no folder marker of the S3 console, nothing of the service's own, and nothing that the
    /// index can't hold (U+0000).
    /// </summary>
    public bool IsListed => !Value.EndsWith('/') && !Value.StartsWith(Own, StringComparison.Ordinal) && IsIndexable;

    /// <summary>Whether the index can hold it: no text of Postgres has a U+0000.</summary>
    public bool IsIndexable => !Value.Contains('\0');

    /// <summary>Whether <c>GET</c> of <see cref="EscapedPath"/> gives this very file: others write keys that clients can't name.</summary>
    public bool IsFetchable => BrokenRule(Value) is null && !Value.Split('/').Any(segment => segment is "." or "..");

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

    /// <inheritdoc/>
    public override string ToString() => Value;

    // As UTF-16, the code points from U+10000 on, written as surrogates, come before those from U+E000 on.
    private static int CodePointOrder(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;

    private static string? BrokenRule(string key)
    {
        if (key.Length == 0)
            return "The key must not be empty.";
        if (key[0] == '/' || key[^1] == '/' || key.Contains("//", StringComparison.Ordinal))
            return "The key must not have an empty segment: no leading, trailing or double slash.";
        if (key.Split('/', 2)[0] is var first && ReservedSegments.Contains(first))
            return $"Keys must not begin with '{first}', which belongs to the service.";
        if (key.Any(char.IsControl))
            return "The key must not contain a control character.";
        if (key.Contains('\\'))
            return "The key must not contain a backslash.";
        if (PercentEncoding.IsIn(key))
            return PercentEncoding.Ambiguous;
        if (Encoding.UTF8.GetByteCount(key) > MaxBytes)
            return $"The key must not be longer than {MaxBytes} bytes of UTF-8.";
        return null;
    }
}
