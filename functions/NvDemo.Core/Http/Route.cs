using NvDemo.Core.Security;

namespace NvDemo.Core.Http;

/// <summary>A line of the route table: all that clients, and a description of the API, need to know of a route.</summary>
/// <param name="Name">What it does, such as <c>list-files</c>.</param>
/// <param name="Method">The method; <c>GET</c> also answers <c>HEAD</c>.</param>
/// <param name="Template">
/// The path, exact or ending in a parameter such as <c>{key}</c>, which stands for the rest of it, slashes included. What is named
/// <c>{key}</c> must be inside the caller's prefixes.
/// </param>
/// <param name="Scope">What the caller must be allowed to do; <see cref="Scopes.None"/> for everybody, without credentials.</param>
public sealed record Route(string Name, string Method, string Template, Scopes Scope, RequestHandler Handler)
{
    /// <summary>The parameters of the query and the headers that the route reads.</summary>
    public IReadOnlyList<RouteParameter> Parameters { get; init; } = [];

    /// <summary>What the request's body is; <c>null</c> where none is read.</summary>
    public RouteBody? Body { get; init; }

    /// <summary>
    /// Whether a key without a slash may also be a file's name: it passes, whatever the caller's prefixes, and the handler looks for such
    /// a file inside them.
    /// </summary>
    public bool TakesNames { get; init; }

    /// <summary>What the handler answers; the pipeline's own responses are <see cref="RouteResponse.OfEveryRoute"/>.</summary>
    public IReadOnlyList<RouteResponse> Responses { get; init; } = [];
}
