namespace NvDemo.LocalClouds.Aws.ApiGateway;

/// <summary>The resources of the REST API, as terraform/gateway.tf has them: a path is the most specific one's that it fits.</summary>
public static class GatewayResources
{
    private const string Proxy = "{proxy+}";
    private static readonly string[] All = ["/", "/health", "/api", "/api/openapi.json", "/ui", "/api/{proxy+}", "/ui/{proxy+}", "/{proxy+}"];
    private static readonly string[] Open = ["/health", "/api/openapi.json", "/ui", "/ui/{proxy+}"];

    /// <summary>The resource of a path.</summary>
    public static string Of(string path) => Array.Find(All, resource => ProxyOf(resource, path) is not null || resource == path) ?? "/{proxy+}";

    /// <summary>Whether a resource has no authorizer.</summary>
    public static bool IsOpen(string resource) => Array.IndexOf(Open, resource) >= 0;

    /// <summary>The value of <c>{proxy+}</c>, undecoded; <c>null</c> for resources without it.</summary>
    public static string? ProxyOf(string resource, string path)
    {
        if (!resource.EndsWith(Proxy, StringComparison.Ordinal))
            return null;
        var folder = resource[..^Proxy.Length];
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : null;
    }
}
