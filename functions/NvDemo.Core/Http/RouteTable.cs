using NvDemo.Core.Security;

namespace NvDemo.Core.Http;

/// <summary>The routes in order; the first template that fits a path decides, whatever the method.</summary>
public sealed class RouteTable
{
    private const string ApiPrefix = "/api/";

    private readonly RouteGroup[] _paths;
    private readonly HashSet<string> _open;
    private readonly string[] _openBelow;

    public RouteTable(IReadOnlyList<Route> routes)
    {
        Routes = routes;
        _paths = [.. routes.GroupBy(route => route.Template).Select(group => new RouteGroup(group.Key, group))];
        // OPTIONS needs no credentials on any path, and opens none.
        string[] open = [.. routes.Where(route => route.Scope == Scopes.None && route.Method != "OPTIONS").Select(route => route.Template)];
        _open = [.. open.Where(template => !template.EndsWith('}'))];
        _openBelow = [.. open.Where(template => template.EndsWith('}')).Select(template => template[..template.LastIndexOf('{')])];
    }

    public IReadOnlyList<Route> Routes { get; }

    /// <summary>The routes whose template fits a decoded path, and what stands for its parameter; <c>null</c> for an unknown path.</summary>
    public (RouteGroup Group, string Value)? Find(string path)
    {
        foreach (var candidate in _paths)
        {
            if (candidate.Match(path) is { } value && (!IsApi(path) || IsApi(candidate.Template)))
                return (candidate, value);
        }

        return null;
    }

    /// <summary>Whether a path, as it was sent, needs no credentials: it fits the template of a route of <see cref="Scopes.None"/>.</summary>
    public bool IsOpen(string path) =>
        _open.Contains(path) || Array.Exists(_openBelow, folder => path.StartsWith(folder, StringComparison.Ordinal));

    // Nothing below /api/ is a file, so a mistyped API path is an unknown route.
    private static bool IsApi(string path) => path.StartsWith(ApiPrefix, StringComparison.Ordinal) || path == "/api";
}
