using NvDemo.Core.Security;

namespace NvDemo.Core.Http;

/// <summary>Answers the requests of a route. <paramref name="key"/> is what the path has in place of <c>{key}</c>, decoded.</summary>
public delegate Task<Reply> RouteHandler(Request request, string key, CancellationToken cancellation);

/// <summary>A line of the route table.</summary>
/// <param name="Method">The method; <c>GET</c> also answers <c>HEAD</c>.</param>
/// <param name="Template">The path, exact or ending in <c>{key}</c>, which stands for the rest of it, slashes included.</param>
/// <param name="Scope">What the caller must be allowed to do; <see cref="Scopes.None"/> for everybody, without credentials.</param>
/// <param name="Handler">What answers.</param>
public sealed record Route(string Method, string Template, Scopes Scope, RouteHandler Handler)
{
    private const string KeyParameter = "{key}";

    private bool HasKey => Template.EndsWith(KeyParameter, StringComparison.Ordinal);

    private string Fixed => HasKey ? Template[..^KeyParameter.Length] : Template;

    /// <summary>What stands for <c>{key}</c> in the path (empty without one), or <c>null</c> when the path is not of this route.</summary>
    public string? Match(string path)
    {
        if (!HasKey)
            return path == Template ? "" : null;
        return path.StartsWith(Fixed, StringComparison.Ordinal) ? path[Fixed.Length..] : null;
    }

    /// <summary>Whether the route answers the method.</summary>
    public bool Answers(string method) => method == Method || (method == "HEAD" && Method == "GET");
}
