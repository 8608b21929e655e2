using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Events;
using NvDemo.Core.Http;
using NvDemo.Core.Ports;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>PUT /api/upload/{key}</c>: stores a file of up to <see cref="ServiceOptions.InlineLimit"/> bytes. When the index is out, the file
/// is stored all the same and the reply is <c>202</c> with <c>Nv-Index: pending</c>: its bucket event indexes it later.
/// </summary>
public sealed partial class UploadFile(IObjectStore store, FileCatalog catalog, ServiceOptions options, TimeProvider clock, ILogger<UploadFile> logger)
{
    /// <summary>Answers the request.</summary>
    public async Task<Reply> HandleAsync(Request request, string key, CancellationToken cancellation)
    {
        var target = ObjectKey.FromClientForWriting(key);
        var type = request.Header("Content-Type") is { Length: > 0 } named ? named : MediaTypes.OctetStream;
        if (!MediaTypeHeaderValue.TryParse(type, out _))
            throw new InvalidRequestException("The Content-Type must be a media type, such as text/plain.");
        if (await ReadBodyAsync(request, type, cancellation) is not { } content)
            return Problem.ContentTooLarge(options.InlineLimit, $"/api/upload_presigned/{target.EscapedPath}");

        // Before the bucket's own time of it: where events name no request, only what is later than this is newer.
        var time = clock.GetUtcNow().UtcDateTime;
        var conditions = new WriteConditions(request.Header("If-Match"), request.Header("If-None-Match"));
        if (await store.PutAsync(target, content, conditions, cancellation) is not { } stored)
            return Problem.PreconditionFailed();

        var change = ObjectChange.Put(target, time, stored.RequestId, content.Length, stored.ETag, type);
        return (await IsIndexedAsync(change, cancellation) ? Reply.Json(200, "\"File uploaded\"") : Pending())
            .With("ETag", stored.ETag)
            .With("Location", "/" + target.EscapedPath);
    }

    /// <summary>The body as a stream of known length, or <c>null</c> when it is over the limit.</summary>
    private async Task<ObjectContent?> ReadBodyAsync(Request request, string type, CancellationToken cancellation)
    {
        if (request.ContentLength is { } length)
            return length <= options.InlineLimit ? new ObjectContent(request.Body, length, type) : null;

        // S3 wants the length first, so a chunked body is read up to the limit.
        var body = await BoundedBody.ReadAsync(request.Body, options.InlineLimit, cancellation);
        return body is null ? null : new ObjectContent(body, body.Length, type);
    }

    private async Task<bool> IsIndexedAsync(ObjectChange change, CancellationToken cancellation)
    {
        try
        {
            await catalog.RecordAsync(change, cancellation);
            return true;
        }
        catch (DependencyUnavailableException e)
        {
            LogPending(e);
            return false;
        }
    }

    private static Reply Pending() => Reply.Json(202, "\"File uploaded\"").With("Nv-Index", "pending");

    [LoggerMessage(LogLevel.Warning, "A file is stored but not indexed yet; its bucket event will index it")]
    private partial void LogPending(Exception exception);
}
