namespace NvDemo.Core;

/// <summary>Percent-encoded bytes (RFC 3986, 2.1).</summary>
internal static class PercentEncoding
{
    /// <summary>
    /// What is refused because it does not arrive the same everywhere: behind the Azure Functions host an encoded slash and a doubly
    /// encoded one look alike, and so do an invalid byte and its escaped form.
    /// </summary>
    public const string Ambiguous =
        "The path must not contain an encoded slash, a byte that is not valid UTF-8, or a '%' that is followed by two hexadecimal digits.";

    /// <summary>Whether there is an encoded byte.</summary>
    public static bool IsIn(string text)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (IsAt(text, i))
                return true;
        }

        return false;
    }

    /// <summary>Whether an encoded byte begins at an index.</summary>
    public static bool IsAt(string text, int index) =>
        text[index] == '%' && index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2]);
}
