using System.Text;
using NvDemo.Core;
using NvDemo.Core.Storage;

namespace NvDemo.Adapters.Configuration;

/// <summary>What the service is told about itself, from settings of the same names on both clouds: docs/settings.md.</summary>
public static class ServiceSettings
{
    private const string OriginsForm = "a list of origins such as https://app.example:8443, without a path and separated by commas, or *";
    private static readonly Uri Nowhere = new("http://localhost/");
    private static readonly ServiceOptions Defaults = new() { Cloud = "", Bucket = "", PublicUrl = Nowhere };

    /// <param name="cloud">The cloud whose compute this is: <c>azure</c> or <c>aws</c>.</param>
    public static ServiceOptions Read(SettingsReader settings, string cloud) => new()
    {
        Cloud = cloud,
        Bucket = settings.Required("Nv__Bucket", BucketName.Form, BucketName.Of) ?? "",
        PublicUrl = settings.Required("Nv__PublicUrl", "an absolute http(s) URL without a query", PublicUrlOf) ?? Nowhere,
        InlineLimit = settings.Number("Nv__InlineLimit", 1, ServiceOptions.MaxPayload, Defaults.InlineLimit),
        SpoolLimit = settings.Number("Nv__SpoolLimit", ServiceOptions.MinSpool, 1L << 40, Defaults.SpoolLimit),
        CopyLimit = settings.Number("Nv__CopyLimit", MultipartUpload.MinPartSize, ServiceOptions.MaxCopy, Defaults.CopyLimit),
        PresignLifetime = TimeSpan.FromSeconds(settings.Number("Nv__PresignSeconds", 1, 7 * 24 * 3600, (long)Defaults.PresignLifetime.TotalSeconds)),
        ReconcilePeriod = TimeSpan.FromHours(settings.Number("Nv__ReconcileHours", 1, 30 * 24, (long)Defaults.ReconcilePeriod.TotalHours)),
        HasAccessLog = settings.Switch("Nv__AccessLog"),
        HasUndelete = settings.Switch("Nv__Undelete"),
        CorsOrigins = settings.Parse("Nv__CorsOrigins", OriginsForm, OriginsOf, []),
    };

    // What is relative to it must not take the place of its last segment.
    private static Uri? PublicUrlOf(string text) =>
        SettingsReader.UrlOf(text) is not { Query: "", Fragment: "", UserInfo: "" } url || text.EndsWith('?') || text.EndsWith('#') ? null
        : url.AbsoluteUri.EndsWith('/') ? url
        : new Uri(url.AbsoluteUri + "/");

    private static string[]? OriginsOf(string text)
    {
        var origins = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return origins.Length > 0 && Array.TrueForAll(origins, origin => origin == "*" || IsOrigin(origin)) ? origins : null;
    }

    // As browsers send it (RFC 6454, 6.2): scheme, host and a port that is not the scheme's own, of ASCII characters.
    private static bool IsOrigin(string text) =>
        Ascii.IsValid(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0
        && string.Equals($"{url.Scheme}://{url.Host}{(url.IsDefaultPort ? "" : $":{url.Port}")}", text, StringComparison.OrdinalIgnoreCase);
}
