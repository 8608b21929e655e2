using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Ports;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>GET</c> and <c>HEAD /{key}</c>: a file's content, with ranges and conditions as S3 has them; over the inline limit a redirect to a
/// presigned URL.
/// </summary>
public sealed class DownloadFile(IObjectStore store, FileLookup lookup, ServiceOptions options)
{
    /// <summary>Answers the request.</summary>
    public Task<Reply> HandleAsync(Request request, string key, CancellationToken cancellation)
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
        var head = request.Method == "HEAD";
        return lookup.AnswerAsync(
            key,
            target => head
                ? store.HeadAsync(target, conditions, cancellation)
                : GetAsync(target, conditions, request.Header("If-Range"), cancellation),
            (target, read) => AnswerAsync(target, read, head, cancellation),
            cancellation);
    }

    /// <summary>
    /// With <c>If-Range</c> (RFC 9110, 13.1.5): the range if the file is still the one that the client has a part of, else all of it. A
    /// date, or a weak tag, does not tell for certain.
    /// </summary>
    private async Task<ObjectRead> GetAsync(ObjectKey key, ReadConditions conditions, string? ifRange, CancellationToken cancellation)
    {
        if (conditions.Range is null || ifRange is null)
            return await store.GetAsync(key, conditions, cancellation);
        if (ifRange.StartsWith('"') && conditions is { IfMatch: null, IfUnmodifiedSince: null })
        {
            var part = await store.GetAsync(key, conditions with { IfMatch = ifRange }, cancellation);
            if (part is not ObjectRead.PreconditionFailed)
                return part;
        }

        return await store.GetAsync(key, conditions with { Range = null }, cancellation);
    }

    private async Task<Reply> AnswerAsync(ObjectKey key, ObjectRead read, bool head, CancellationToken cancellation)
    {
        switch (read)
        {
            case ObjectRead.Found found when found.Length > options.InlineLimit:
                await found.DisposeAsync();
                return await RedirectAsync(key, found, head ? PresignedVerb.Head : PresignedVerb.Get, cancellation);
            case ObjectRead.Found found:
                return Content(found, head);
            case ObjectRead.NotModified notModified:
                return new Reply(304).With("ETag", notModified.ETag).With("Cache-Control", "private, no-cache");
            case ObjectRead.PreconditionFailed:
                return Problem.PreconditionFailed();
            case ObjectRead.RangeNotSatisfiable:
                return Problem.RangeNotSatisfiable();
            default:
                throw new InvalidOperationException($"Unexpected read: {read}");
        }
    }

    private static Reply Content(ObjectRead.Found found, bool head)
    {
        var status = found.ContentRange is null ? 200 : 206;
        var reply = head ? new Reply(status).WithContentLength(found.Length) : Reply.Streaming(status, found.Content, found.Length, found.Owner);
        return reply
            .With("Content-Type", found.ContentType ?? MediaTypes.OctetStream)
            .With("Content-Range", found.ContentRange)
            .With("Content-Security-Policy", "sandbox")
            .With("Accept-Ranges", "bytes")
            .With("ETag", found.ETag)
            .With("Last-Modified", found.LastModified.ToString("R", CultureInfo.InvariantCulture))
            .With("Cache-Control", "private, no-cache")
            .With("Nv-Size", found.Size.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<Reply> RedirectAsync(ObjectKey key, ObjectRead.Found found, PresignedVerb verb, CancellationToken cancellation)
    {
        var url = await store.PresignAsync(key, verb, options.PresignLifetime, cancellation);
        return new Reply(302)
            .WithContentLength(0)
            .With("Location", url.Url)
            .With("Cache-Control", "private, no-store")
            .With("Nv-Size", found.Size.ToString(CultureInfo.InvariantCulture));
    }
}
