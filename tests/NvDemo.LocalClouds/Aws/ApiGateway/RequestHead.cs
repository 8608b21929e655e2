using System.Text;

namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>The request line and headers exactly as the client sent them; Kestrel gives known headers in its own spelling.</summary>
internal sealed class RequestHead
{
    private RequestHead(string target, List<KeyValuePair<string, string>> headers)
    {
        Target = target;
        Headers = headers;
    }

    /// <summary>The request target, undecoded.</summary>
    public string Target { get; }

    /// <summary>The headers in order, names in the client's case.</summary>
    public List<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Splits a head that Kestrel will check: what is malformed here is refused there.</summary>
    public static RequestHead Parse(ReadOnlySpan<byte> head)
    {
        var target = "";
        var headers = new List<KeyValuePair<string, string>>(16);
        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range].TrimEnd((byte)'\r');
            if (target.Length == 0)
            {
                target = TargetOf(line);
                continue;
            }

            var colon = line.IndexOf((byte)':');
            if (colon > 0)
                headers.Add(new(Encoding.ASCII.GetString(line[..colon]), Encoding.UTF8.GetString(line[(colon + 1)..].Trim(" \t"u8))));
        }

        return new RequestHead(target, headers);
    }

    private static string TargetOf(ReadOnlySpan<byte> line)
    {
        var rest = line[(line.IndexOf((byte)' ') + 1)..];
        return Encoding.Latin1.GetString(rest[..Math.Max(rest.IndexOf((byte)' '), 0)]);
    }
}
