using System.Text;
using System.Text.Json;

namespace NvDemo.Cli;

/// <summary>Where the service is, and who calls.</summary>
/// <param name="Clouds">The address of each cloud, or one that stands for both; the first that answers is used.</param>
/// <param name="Credentials"><c>name:password</c>.</param>
internal sealed record ServiceAddress(IReadOnlyList<Uri> Clouds, string Credentials)
{
    /// <summary>
    /// As <c>NV_URL</c> (several separated by spaces) and <c>NV_CREDENTIALS</c> have it; without them, the local clouds that run, with the
    /// demo client's credentials.
    /// </summary>
    /// <exception cref="ServiceException">Neither is there.</exception>
    public static ServiceAddress Find()
    {
        var urls = Environment.GetEnvironmentVariable("NV_URL") ?? "";
        var credentials = Environment.GetEnvironmentVariable("NV_CREDENTIALS");
        if (urls.Length == 0)
            return OfLocalClouds(credentials);
        var clouds = urls.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        return new ServiceAddress(clouds, credentials ?? throw new ServiceException("NV_CREDENTIALS is missing: name:password."));
    }

    /// <summary>The header that authenticates (RFC 7617).</summary>
    public string Authorization => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials));

    private static ServiceAddress OfLocalClouds(string? credentials)
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("NV_STATE") ?? ".nv", "endpoints.json");
        if (!File.Exists(file))
            throw new ServiceException("NV_URL is missing, the service's address, and no local clouds run: ./nv up starts them.");
        var endpoints = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!;
        var clouds = ((string[])["aws", "azure"]).Where(endpoints.ContainsKey).Select(cloud => Parse(endpoints[cloud])).ToList();
        return new ServiceAddress(clouds, credentials ?? $"{endpoints["username"]}:{endpoints["password"]}");
    }

    private static Uri Parse(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && parsed.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? parsed
            : throw new ServiceException($"NV_URL: {url} is no http or https URL.");
}
