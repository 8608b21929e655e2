using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>GET /api/download_presigned/{key}</c> and <c>GET /api/upload_presigned/{key}</c>: URLs with which a client talks to S3 itself, for
/// files of any size.
/// </summary>
public sealed class PresignFile(IObjectStore store, FileLookup lookup, ServiceOptions options)
{
    // Of a single PUT: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
    private const long MaxSize = 5L << 30;

    private const int Sha256Length = 32;

    /// <summary>A URL to download a file that exists.</summary>
    public async Task<Response> HandleDownloadAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        var lifetime = Lifetime(request);
        var savedAs = Attachment.Name(request);
        // What is outside the caller's prefixes can only be a name.
        var read = request.Prefixes.Contain(key.Value) ? await store.HeadAsync(key, cancellation) : new ReadResult.Missing();
        if (read is ReadResult.Missing && await lookup.FindAsync(key, request.Prefixes, cancellation) is { Count: > 0 } named)
        {
            if (named.Count > 1)
                return FileLookup.Ambiguous(key, named);
            key = named[0];
            read = await store.HeadAsync(key, cancellation);
        }

        if (read is not ReadResult.Found found)
            return FileLookup.Missing();
        var disposition = Attachment.Of(savedAs, key) ?? InertTypes.Disposition(found.Metadata);
        return Answer("GET", await store.PresignAsync(key, PresignedVerb.Get, lifetime, disposition, cancellation));
    }

    /// <summary>A URL to upload a file by, of the size, the type and the checksum that the client names.</summary>
    public async Task<Response> HandleUploadAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        var conditions = Preconditions.Of(request);
        if (!conditions.IsEmpty && !conditions.IsOnlyIfNew)
            throw new InvalidInputException("An upload by a URL can depend on If-None-Match: * alone.");
        var type = request.Query.GetValueOrDefault("content_type");
        var terms = new UploadTerms(
            Size(request), type is null ? null : ContentHeaders.TypeOf(type, key), Sha256(request), conditions.IsOnlyIfNew);
        var upload = await store.PresignUploadAsync(key, terms, Lifetime(request), cancellation);
        return Answer("PUT", upload.Url, upload.Headers);
    }

    private static Response Answer(string method, PresignedUrl presigned, IReadOnlyDictionary<string, string>? headers = null) =>
        Response.Of(200, MediaTypes.Json, JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("url", presigned.Url);
            json.WriteString("method", method);
            json.WriteNumber("expires_in", (long)presigned.ExpiresIn.TotalSeconds);
            if (headers is { Count: > 0 })
            {
                json.WriteStartObject("headers");
                foreach (var (name, value) in headers)
                    json.WriteString(name, value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        })).With("Cache-Control", "private, no-store");

    private TimeSpan Lifetime(Request request)
    {
        if (!request.Query.TryGetValue("expires_in", out var text))
            return options.PresignLifetime;
        var most = (long)options.PresignLifetime.TotalSeconds;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= 1 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidInputException($"expires_in must be from 1 to {most} seconds.");
    }

    private static long? Size(Request request)
    {
        if (!request.Query.TryGetValue("size", out var text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= MaxSize
            ? size
            : throw new InvalidInputException($"size must be from 0 to {MaxSize} bytes; for a larger file, POST /api/multipart/{{key}} begins an upload in parts.");
    }

    // As sha256sum prints it, or as S3 and RFC 9530 have it.
    private static string? Sha256(Request request)
    {
        if (!request.Query.TryGetValue("sha256", out var text))
            return null;
        if (text.Length == 2 * Sha256Length && text.All(char.IsAsciiHexDigit))
            return Convert.ToBase64String(Convert.FromHexString(text));
        var bytes = new byte[Sha256Length + 1];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Sha256Length
            ? text
            : throw new InvalidInputException("sha256 must be a SHA-256 in hexadecimal digits or in Base64.");
    }
}
