using NvDemo.Core;

namespace NvDemo.Adapters.Configuration;

/// <summary>What the service is told about itself, from settings of the same names on both clouds: docs/settings.md.</summary>
public static class ServiceSettings
{
    /// <param name="cloud">The cloud whose compute this is: <c>azure</c> or <c>aws</c>.</param>
    public static ServiceOptions Read(SettingsReader settings, string cloud) => new()
    {
        Cloud = cloud,
        Bucket = settings.Required("Nv__Bucket"),
        PublicUrl = WithSlash(settings.RequiredUrl("Nv__PublicUrl")),
        InlineLimit = settings.Number("Nv__InlineLimit", 1, ServiceOptions.MaxPayload, 4 * 1024 * 1024),
        PresignLifetime = TimeSpan.FromSeconds(settings.Number("Nv__PresignSeconds", 1, 7 * 24 * 3600, 3600)),
        CorsOrigins = settings.Text("Nv__CorsOrigins", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };

    // What is relative to it must not take the place of its last segment.
    private static Uri WithSlash(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
}
