namespace NvDemo.Core.Http;

/// <summary>The routes that share a template.</summary>
public sealed class RouteGroup
{
    private readonly Route[] _routes;
    private readonly string _fixed;

    internal RouteGroup(string template, IEnumerable<Route> routes)
    {
        Template = template;
        _routes = [.. routes];
        HasParameter = template.EndsWith('}');
        HasKey = template.EndsWith("{key}", StringComparison.Ordinal);
        _fixed = HasParameter ? template[..template.LastIndexOf('{')] : template;
        Allow = string.Join(", ", _routes.SelectMany(route => route.Method == "GET" ? (string[])["GET", "HEAD"] : [route.Method]));
    }

    public string Template { get; }

    /// <summary>The value of <c>Allow</c> (RFC 9110, 10.2.1).</summary>
    public string Allow { get; }

    /// <summary>Whether the parameter is a file's key.</summary>
    public bool HasKey { get; }

    private bool HasParameter { get; }

    /// <summary>The route that answers a method; <c>null</c> where none does.</summary>
    public Route? Route(string method) =>
        Array.Find(_routes, route => method == route.Method || (method == "HEAD" && route.Method == "GET"));

    /// <summary>What stands for the parameter in a decoded path (empty without one), or <c>null</c> when the path is another one.</summary>
    public string? Match(string path)
    {
        if (!HasParameter)
            return path == _fixed ? "" : null;
        return path.StartsWith(_fixed, StringComparison.Ordinal) ? path[_fixed.Length..] : null;
    }
}
