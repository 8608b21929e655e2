using NvDemo.Fuzz.Grammar;
using NvDemo.Fuzz.Http;

namespace NvDemo.Fuzz;

/// <summary>One request and what both clouds answered.</summary>
internal sealed record Exchange(int Number, RequestTemplate Request, RawReply Azure, RawReply Aws)
{
    /// <summary>The path of the request's target, without the query.</summary>
    public string Path => Request.Target.Split('?', '#')[0];

    public IEnumerable<RawReply> Replies => [Azure, Aws];

    /// <summary>Whether the request has a header line with a name.</summary>
    public bool Has(string header) => Request.Head.Contains($"\n{header}:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The values of a header in the request.</summary>
    public IEnumerable<string> Values(string header) => Request.Head.Split("\r\n")
        .Where(line => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(header.Length + 1)..].Trim());
}
