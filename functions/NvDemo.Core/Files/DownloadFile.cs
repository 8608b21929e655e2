using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>GET</c> and <c>HEAD /{key}</c>: a file's content, with ranges and conditions as S3 has them; over the inline limit a redirect to a
/// presigned URL.
/// </summary>
public sealed class DownloadFile(IObjectStore store, FileLookup lookup, ServiceOptions options)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        var read = await ReadAsync(key, request, cancellation);
        if (read is ReadResult.Missing && await lookup.FindAsync(key, cancellation) is { Count: > 0 } named)
        {
            if (named.Count > 1)
                return FileLookup.Ambiguous(key, named);
            key = named[0];
            read = await ReadAsync(key, request, cancellation);
        }

        switch (read)
        {
            case ReadResult.Found found when found.Length > options.InlineLimit:
                await found.DisposeAsync();
                return await RedirectAsync(key, found, request.Method, cancellation);
            case ReadResult.Found found:
                return Content(found, request.Method);
            case ReadResult.NotModified notModified:
                return new Response(304).With("ETag", notModified.ETag).With("Cache-Control", "private, no-cache");
            case ReadResult.PreconditionFailed:
                return Problem.PreconditionFailed();
            case ReadResult.RangeNotSatisfiable:
                return Problem.RangeNotSatisfiable();
            default:
                return FileLookup.Missing();
        }
    }

    private Task<ReadResult> ReadAsync(ObjectKey key, Request request, CancellationToken cancellation)
    {
        var conditions = new ReadConditions
        {
            Range = request.Header("Range"),
            IfMatch = request.Header("If-Match"),
            // Tags are compared weakly (RFC 9110, 13.1.2): a proxy that compresses marks them as weak.
            IfNoneMatch = request.Header("If-None-Match")?.Replace("W/\"", "\"", StringComparison.Ordinal),
            IfModifiedSince = request.Header("If-Modified-Since"),
            IfUnmodifiedSince = request.Header("If-Unmodified-Since"),
        };
        return request.Method == "HEAD"
            ? store.HeadAsync(key, conditions, cancellation)
            : GetAsync(key, conditions, request.Header("If-Range"), cancellation);
    }

    /// <summary>
    /// With <c>If-Range</c> (RFC 9110, 13.1.5): the range if the file is still the one that the client has a part of, else all of it. A
    /// date, or a weak tag, does not tell for certain.
    /// </summary>
    private async Task<ReadResult> GetAsync(ObjectKey key, ReadConditions conditions, string? ifRange, CancellationToken cancellation)
    {
        if (conditions.Range is null || ifRange is null)
            return await store.GetAsync(key, conditions, cancellation);
        if (ifRange.StartsWith('"') && conditions is { IfMatch: null, IfUnmodifiedSince: null })
        {
            var part = await store.GetAsync(key, conditions with { IfMatch = ifRange }, cancellation);
            if (part is not ReadResult.PreconditionFailed)
                return part;
        }

        return await store.GetAsync(key, conditions with { Range = null }, cancellation);
    }

    private static Response Content(ReadResult.Found found, string method)
    {
        var status = found.ContentRange is null ? 200 : 206;
        var response = method == "HEAD" ? new Response(status).WithContentLength(found.Length) : Response.Streaming(status, found.Content, found.Length, found.Owner);
        return response
            .With("Content-Type", found.ContentType ?? MediaTypes.OctetStream)
            .With("Content-Range", found.ContentRange)
            .With("Content-Security-Policy", "sandbox")
            .With("Accept-Ranges", "bytes")
            .With("ETag", found.ETag)
            .With("Last-Modified", found.LastModified.ToString("R", CultureInfo.InvariantCulture))
            .With("Cache-Control", "private, no-cache")
            .With("Nv-Size", found.Size.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<Response> RedirectAsync(ObjectKey key, ReadResult.Found found, string method, CancellationToken cancellation)
    {
        var verb = method == "HEAD" ? PresignedVerb.Head : PresignedVerb.Get;
        var url = await store.PresignAsync(key, verb, options.PresignLifetime, cancellation);
        return new Response(302)
            .WithContentLength(0)
            .With("Location", url.Url)
            .With("Cache-Control", "private, no-store")
            .With("Nv-Size", found.Size.ToString(CultureInfo.InvariantCulture));
    }
}
