using Microsoft.Net.Http.Headers;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// The media types in which a browser runs nothing. Files that it fetches from S3 itself come without the service's
/// <c>Content-Security-Policy</c>, so those of other types are to be saved, not shown.
/// </summary>
internal static class InertTypes
{
    private static readonly MediaTypeHeaderValue[] Types =
    [
        new("image/png"), new("image/jpeg"), new("image/gif"), new("image/webp"), new("image/avif"),
        new("audio/*"), new("video/*"), new("text/plain"), new("application/pdf"),
    ];

    /// <summary>The <c>Content-Disposition</c> that S3 must send in the place of the stored one; <c>null</c> where that will do.</summary>
    public static string? Disposition(ContentMetadata stored) => IsInert(stored.Type) || IsAttachment(stored.Disposition) ? null : "attachment";

    private static bool IsInert(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType is var name
        && Types.Any(inert => new MediaTypeHeaderValue(name).IsSubsetOf(inert));

    private static bool IsAttachment(string? disposition) =>
        ContentDispositionHeaderValue.TryParse(disposition, out var parsed)
        && parsed.DispositionType.Equals("attachment", StringComparison.OrdinalIgnoreCase);
}
