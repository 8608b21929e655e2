using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>PUT /api/upload/{key}</c>: stores a file of up to <see cref="ServiceOptions.InlineLimit"/> bytes. When the index is out, the file
/// is stored all the same and the response is <c>202</c> with <c>Nv-Index: pending</c>: its bucket event indexes it later.
/// </summary>
public sealed partial class UploadFile(IObjectStore store, FileCatalog catalog, ServiceOptions options, TimeProvider clock, ILogger<UploadFile> logger)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var target = ObjectKey.FromClientForWriting(request.RouteValue);
        var type = request.Header("Content-Type") is { Length: > 0 } named ? named : MediaTypes.OctetStream;
        if (!MediaTypeHeaderValue.TryParse(type, out _))
            throw new InvalidInputException("The Content-Type must be a media type, such as text/plain.");
        if (await ReadBodyAsync(request, type, cancellation) is not { } content)
            return TooLarge(target);

        // Before the bucket's own time of it: where events name no request, only what is later than this is newer.
        var time = clock.GetUtcNow().UtcDateTime;
        var conditions = new WriteConditions(request.Header("If-Match"), request.Header("If-None-Match"));
        if (await store.PutAsync(target, content, conditions, cancellation) is not { } stored)
            return Problem.PreconditionFailed();

        var change = ObjectChange.Put(target, time, stored.RequestId, content.Length, stored.ETag, type);
        return (await IsIndexedAsync(change, cancellation) ? Response.Json(200, "\"File uploaded\"") : Pending())
            .With("ETag", stored.ETag)
            .With("Location", "/" + target.EscapedPath);
    }

    /// <summary>The body as a stream of known length, or <c>null</c> when it is over the limit.</summary>
    private async Task<PutContent?> ReadBodyAsync(Request request, string type, CancellationToken cancellation)
    {
        if (request.ContentLength is { } length)
            return length <= options.InlineLimit ? new PutContent(request.Body, length, type) : null;

        // S3 wants the length first, so a chunked body is read up to the limit.
        var body = await request.ReadBodyAsync(options.InlineLimit, cancellation);
        return body is null ? null : new PutContent(body, body.Length, type);
    }

    private async Task<bool> IsIndexedAsync(ObjectChange change, CancellationToken cancellation)
    {
        try
        {
            await catalog.RecordAsync(change, cancellation);
            return true;
        }
        catch (DependencyException e)
        {
            LogPending(e);
            return false;
        }
    }

    private Response TooLarge(ObjectKey key) => Problem.ContentTooLarge(
        $"A direct upload is at most {options.InlineLimit} bytes. For a larger file, GET /api/upload_presigned/{key.EscapedPath} gives a URL to PUT it to.");

    private static Response Pending() => Response.Json(202, "\"File uploaded\"").With("Nv-Index", "pending");

    [LoggerMessage(LogLevel.Warning, "A file is stored but not indexed yet; its bucket event will index it")]
    private partial void LogPending(Exception exception);
}
