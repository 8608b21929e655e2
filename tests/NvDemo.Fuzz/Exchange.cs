using NvDemo.Fuzz.Grammar;
using NvDemo.Fuzz.Http;

namespace NvDemo.Fuzz;

/// <summary>One request and what both clouds answered.</summary>
internal sealed record Exchange(int Number, RequestTemplate Request, RawReply Azure, RawReply Aws)
{
    private const string Absolute = "http://";

    /// <summary>The path of the request's target, without the query; of the absolute form (RFC 9112, 3.2.2) without the host.</summary>
    public string Path
    {
        get
        {
            var target = Request.Target.Split('?', '#')[0];
            if (!target.StartsWith(Absolute, StringComparison.OrdinalIgnoreCase))
                return target;
            var path = target.IndexOf('/', Absolute.Length);
            return path < 0 ? "/" : target[path..];
        }
    }

    public IEnumerable<RawReply> Replies => [Azure, Aws];

    /// <summary>Whether the request has a header line with a name.</summary>
    public bool Has(string header) => Request.Head.Contains($"\n{header}:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The values of a header in the request.</summary>
    public IEnumerable<string> Values(string header) => Request.Head.Split("\r\n")
        .Where(line => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(header.Length + 1)..].Trim());
}
