using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>GET</c> and <c>HEAD /{key}</c>: a file's content, or a range of it, on conditions; over the inline limit a redirect to a presigned
/// URL.
/// </summary>
public sealed class DownloadFile(IObjectStore store, FileLookup lookup, ServiceOptions options)
{
    private readonly ConditionalReader _reader = new(store);

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        var conditions = Preconditions.Of(request);
        var savedAs = Attachment.Name(request);
        // What is outside the caller's prefixes can only be a name.
        var read = request.Prefixes.Contain(key.Value)
            ? await _reader.ReadAsync(key, request, conditions, cancellation)
            : new ReadResult.Missing();
        if (read is ReadResult.Missing && await lookup.FindAsync(key, request.Prefixes, cancellation) is { Count: > 0 } named)
        {
            if (named.Count > 1)
                return FileLookup.Ambiguous(key, named);
            key = named[0];
            read = await _reader.ReadAsync(key, request, conditions, cancellation);
        }

        switch (read)
        {
            case ReadResult.Found found when found.Length > options.InlineLimit:
                await found.DisposeAsync();
                return await RedirectAsync(key, found, savedAs, request, cancellation);
            case ReadResult.Found found:
                return Content(found, Attachment.Of(savedAs, key), request);
            case ReadResult.NotModified notModified:
                return new Response(304).With("ETag", notModified.ETag).With("Cache-Control", "private, no-cache");
            case ReadResult.PreconditionFailed:
                return Problem.PreconditionFailed();
            case ReadResult.Archived:
                return Problem.Conflict("The file is archived: it must be restored in S3 before it can be read.");
            case ReadResult.RangeNotSatisfiable past:
                return Problem.RangeNotSatisfiable(past.Size);
            default:
                return FileLookup.Missing();
        }
    }

    private static Response Content(ReadResult.Found found, string? disposition, Request request)
    {
        var status = found.ContentRange is null ? 200 : 206;
        var response = request.Method == "HEAD"
            ? new Response(status).WithContentLength(found.Length)
            : Response.Streaming(status, found.Content, found.Length, found);
        return response
            .With(found.Metadata)
            .With("Content-Disposition", disposition)
            .With("Content-Range", found.ContentRange)
            .With("Content-Security-Policy", "sandbox")
            .With("Accept-Ranges", "bytes")
            .With("ETag", found.ETag)
            .With("Repr-Digest", found.Sha256 is { } sha256 ? $"sha-256=:{sha256.Base64}:" : null)
            .With("Last-Modified", found.LastModified.ToString("R", CultureInfo.InvariantCulture))
            .With("Cache-Control", "private, no-cache")
            .With("Nv-Size", found.Size.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<Response> RedirectAsync(
        ObjectKey key, ReadResult.Found found, string? savedAs, Request request, CancellationToken cancellation)
    {
        var verb = request.Method == "HEAD" ? PresignedVerb.Head : PresignedVerb.Get;
        var disposition = Attachment.Of(savedAs, key) ?? InertTypes.Disposition(found.Metadata);
        var url = await store.PresignAsync(key, verb, options.PresignLifetime, disposition, cancellation);
        return Response.Of(302, MediaTypes.Text, default)
            .With("Location", url.Url)
            .With("Cache-Control", "private, no-store")
            .With("Nv-Size", found.Size.ToString(CultureInfo.InvariantCulture));
    }
}
