using NvDemo.Core.Security;

namespace NvDemo.Core.Http;

/// <summary>The routes in order; the first template that fits a path decides, whatever the method.</summary>
public sealed class RouteTable(IReadOnlyList<Route> routes)
{
    private const string ApiPrefix = "/api/";

    /// <summary>The routes that a path has, all of one template, and what stands for its <c>{key}</c>; none for an unknown path.</summary>
    public (IReadOnlyList<Route> Routes, string Key) Find(string path)
    {
        foreach (var route in routes)
        {
            if (route.Match(path) is { } key && (!IsApi(path) || IsApi(route.Template)))
                return ([.. routes.Where(other => other.Template == route.Template)], key);
        }

        return ([], "");
    }

    /// <summary>Whether a path, as it was sent, needs no credentials: it is the template of a route of <see cref="Scopes.None"/>.</summary>
    public bool IsOpen(string path) => routes.Any(route => route.Scope == Scopes.None && route.Template == path);

    /// <summary>The value of <c>Allow</c> (RFC 9110, 10.2.1) for routes of one template.</summary>
    public static string Allow(IEnumerable<Route> routes) =>
        string.Join(", ", routes.SelectMany(route => route.Method == "GET" ? (string[])["GET", "HEAD"] : [route.Method]));

    // Nothing below /api/ is a file, so a mistyped API path is an unknown route.
    private static bool IsApi(string path) => path.StartsWith(ApiPrefix, StringComparison.Ordinal) || path == "/api";
}
