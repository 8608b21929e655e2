using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>A file of a form.</summary>
/// <param name="Name">Its name, which may have folders, as browsers send those of a folder.</param>
/// <param name="Type">Its media type, where it is told.</param>
/// <param name="Content">All of it, a part of the form.</param>
/// <param name="Sha256">That of the content.</param>
internal sealed record FormFile(string Name, string? Type, PartialStream Content, Sha256Digest Sha256)
{
    /// <summary>Reads a part of a form; <c>null</c> where it is a field, not a file.</summary>
    /// <param name="section">The part.</param>
    /// <param name="form">What it is read from.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidInputException">It is a file without a name.</exception>
    public static async Task<FormFile?> OfAsync(MultipartSection section, Stream form, CancellationToken cancellation)
    {
        if (section.GetContentDispositionHeader() is not { } disposition)
            throw new InvalidInputException("A part of the form has no Content-Disposition.");
        // RFC 7578, 4.2: a file is what has a filename; one that is chosen in a browser's form without a file has an empty one.
        if (!disposition.FileName.HasValue && !disposition.FileNameStar.HasValue)
            return null;
        var name = disposition.FileNameStar.HasValue
            ? disposition.FileNameStar.Value!
            // Browsers and curl write a quotation mark so (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
            : HeaderUtilities.UnescapeAsQuotedString(disposition.FileName).Value!.Replace("%22", "\"", StringComparison.Ordinal);
        if (name.Length == 0)
            throw new InvalidInputException("A file of the form has no name.");
        var sha256 = new Sha256Digest(await SHA256.HashDataAsync(section.Body, cancellation));
        // What curl and browsers send of a type that they do not know.
        var type = section.ContentType == MediaTypes.OctetStream ? null : section.ContentType;
        return new FormFile(name, type, new PartialStream(form, section.BaseStreamOffset!.Value, section.Body.Length), sha256);
    }
}
