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
        var conditions = Preconditions.Of(request);
        var read = await ReadAsync(key, request, conditions, cancellation);
        if (read is ReadResult.Missing && await lookup.FindAsync(key, cancellation) is { Count: > 0 } named)
        {
            if (named.Count > 1)
                return FileLookup.Ambiguous(key, named);
            key = named[0];
            read = await ReadAsync(key, request, conditions, cancellation);
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
            case ReadResult.RangeNotSatisfiable past:
                return Problem.RangeNotSatisfiable(past.Size);
            default:
                return FileLookup.Missing();
        }
    }

    private Task<ReadResult> ReadAsync(ObjectKey key, Request request, Preconditions conditions, CancellationToken cancellation)
    {
        var (range, ifRange) = (request.Header("Range"), request.Header("If-Range"));
        if (request.Method == "HEAD")
            return HeadAsync(key, conditions, cancellation);
        if (conditions.IsEmpty && range is not null && ifRange is not null)
            return ContinueAsync(key, range, ifRange, cancellation);
        return (conditions.IsEmpty || conditions.OnlyIfMatch is not null || conditions.OnlyIfNoneMatch is not null) && ifRange is null
            ? GetAsync(key, range, conditions, cancellation)
            : DecideAndGetAsync(key, range, ifRange, conditions, cancellation);
    }

    private async Task<ReadResult> HeadAsync(ObjectKey key, Preconditions conditions, CancellationToken cancellation)
    {
        if (await store.HeadAsync(key, cancellation) is not ReadResult.Found found)
            return new ReadResult.Missing();
        return conditions.Evaluate(new Validators(found.ETag, found.LastModified)) switch
        {
            PreconditionResult.NotModified => new ReadResult.NotModified(found.ETag),
            PreconditionResult.Failed => new ReadResult.PreconditionFailed(),
            _ => found,
        };
    }

    /// <summary>What the store decides by itself, in one round trip.</summary>
    private async Task<ReadResult> GetAsync(ObjectKey key, string? range, Preconditions conditions, CancellationToken cancellation)
    {
        var asked = new ReadConditions { Range = range, IfMatch = conditions.OnlyIfMatch, IfNoneMatch = conditions.OnlyIfNoneMatch };
        var read = await store.GetAsync(key, asked, cancellation);
        if (read is not ReadResult.RangeNotSatisfiable)
            return read;

        // Conditions come before the range (RFC 9110, 13.2.2), and the client is told the size.
        var head = await HeadAsync(key, conditions, cancellation);
        return head is ReadResult.Found found ? new ReadResult.RangeNotSatisfiable(found.Size) : head;
    }

    /// <summary>
    /// With <c>If-Range</c> alone (RFC 9110, 13.1.5): the range if the file is still the one that the client has a part of, else all of it.
    /// </summary>
    private async Task<ReadResult> ContinueAsync(ObjectKey key, string range, string ifRange, CancellationToken cancellation)
    {
        if (IsStrongTag(ifRange))
        {
            var part = await store.GetAsync(key, new ReadConditions { Range = range, IfMatch = ifRange }, cancellation);
            if (part is ReadResult.RangeNotSatisfiable)
                return await HeadAsync(key, cancellation);
            if (part is not ReadResult.PreconditionFailed)
                return part;
        }

        return await store.GetAsync(key, ReadConditions.None, cancellation);

        async Task<ReadResult> HeadAsync(ObjectKey of, CancellationToken token) =>
            await store.HeadAsync(of, token) is ReadResult.Found found ? new ReadResult.RangeNotSatisfiable(found.Size) : new ReadResult.Missing();
    }

    /// <summary>What the store does not decide as HTTP has it; the decision holds for what is read, or is made once more.</summary>
    private async Task<ReadResult> DecideAndGetAsync(
        ObjectKey key, string? range, string? ifRange, Preconditions conditions, CancellationToken cancellation)
    {
        ReadResult read = new ReadResult.PreconditionFailed();
        for (var attempt = 0; attempt < 2 && read is ReadResult.PreconditionFailed; attempt++)
        {
            var head = await HeadAsync(key, conditions, cancellation);
            if (head is not ReadResult.Found found)
                return head;
            var asked = new ReadConditions { Range = ifRange is null || ifRange == found.ETag ? range : null, IfMatch = found.ETag };
            read = await store.GetAsync(key, asked, cancellation);
            if (read is ReadResult.RangeNotSatisfiable)
                return new ReadResult.RangeNotSatisfiable(found.Size);
        }

        return read;
    }

    // A date, or a weak tag, does not tell for certain whether it is the same file.
    private static bool IsStrongTag(string ifRange) => ifRange.StartsWith('"');

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
