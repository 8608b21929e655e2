using System.Text;

namespace NvDemo.Core.Security;

/// <summary>The user and password of an <c>Authorization: Basic</c> header (RFC 7617).</summary>
public sealed record BasicCredentials(string Username, string Password)
{
    private const string Scheme = "Basic ";

    /// <summary>Whether the value is that of several header lines, joined by commas: Base64 has none.</summary>
    public static bool IsList(string authorization) => authorization.Contains(',');

    /// <summary>The value of the last of several header lines.</summary>
    public static string LastOf(string authorization) => authorization[(authorization.LastIndexOf(',') + 1)..].Trim();

    /// <summary>Reads the header's value; the password is everything after the first colon. <c>null</c> for anything malformed.</summary>
    public static BasicCredentials? Parse(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var encoded = authorization[Scheme.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return null;

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':');
        return colon < 0 ? null : new BasicCredentials(text[..colon], text[(colon + 1)..]);
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => Username;
}
