using System.Text;

namespace NvDemo.Core.Http;

/// <summary>The path of a request: dot segments removed (RFC 3986, 5.2.4), then percent-decoded exactly once.</summary>
public static class RequestPath
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The decoded path, with a leading slash.</summary>
    /// <exception cref="InvalidInputException">It has an encoded slash, is not UTF-8, or is still encoded after it was decoded.</exception>
    public static string Decode(string path)
    {
        var decoded = PercentDecode(RemoveDotSegments(path));
        return PercentEncoding.IsIn(decoded) ? throw new InvalidInputException(PercentEncoding.Ambiguous) : decoded;
    }

    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.Contains("/%2e", StringComparison.OrdinalIgnoreCase))
            return path;

        var kept = new List<string>();
        var segments = path.Split('/')[1..];
        for (var i = 0; i < segments.Length; i++)
        {
            var dots = segments[i].Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            if (dots is not ("." or ".."))
            {
                kept.Add(segments[i]);
                continue;
            }

            if (dots == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            if (i == segments.Length - 1)
                kept.Add("");
        }

        return "/" + string.Join('/', kept);
    }

    private static string PercentDecode(string path)
    {
        if (!path.Contains('%'))
            return path;

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(path.Length)];
        var length = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (PercentEncoding.IsAt(path, i))
            {
                var value = Convert.ToByte(path.Substring(i + 1, 2), 16);
                if (value == '/')
                    throw new InvalidInputException(PercentEncoding.Ambiguous);
                bytes[length++] = value;
                i += 2;
            }
            else
            {
                var width = char.IsHighSurrogate(path[i]) && i + 1 < path.Length ? 2 : 1;
                length += Encoding.UTF8.GetBytes(path.AsSpan(i, width), bytes.AsSpan(length));
                i += width - 1;
            }
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException(PercentEncoding.Ambiguous);
        }
    }
}
