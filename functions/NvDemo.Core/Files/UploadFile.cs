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
        var target = ObjectKey.FromClient(request.RouteValue);
        // RFC 9110, 14.5: a part must not be taken for the whole.
        if (request.Header("Content-Range") is not null)
            throw new InvalidInputException("Content-Range is not supported: an upload is a whole file.");
        var type = request.Header("Content-Type") is { Length: > 0 } named ? named : MediaTypes.OctetStream;
        if (!MediaTypeHeaderValue.TryParse(type, out _))
            throw new InvalidInputException("The Content-Type must be a media type, such as text/plain.");
        var conditions = Preconditions.Of(request);
        var isStoresDecision = conditions.IsEmpty || conditions.IsOnlyIfNew || conditions.OnlyIfMatch is not null;
        if (await ReadBodyAsync(request, type, isRepeatable: !isStoresDecision, cancellation) is not { } content)
            return TooLarge(target);

        // Before the bucket's own time of it: where events name no request, only what is later than this is newer.
        var time = clock.GetUtcNow().UtcDateTime;
        var put = isStoresDecision
            ? store.PutAsync(target, content, new WriteConditions(conditions.OnlyIfMatch, conditions.IsOnlyIfNew), cancellation)
            : DecideAndPutAsync(target, content, conditions, cancellation);
        if (await put is not { } stored)
            return Problem.PreconditionFailed();

        var change = ObjectChange.Put(target, time, stored.RequestId, content.Length, stored.ETag, type);
        return (await IsIndexedAsync(change, cancellation) ? Response.Json(200, "\"File uploaded\"") : Pending())
            .With("ETag", stored.ETag)
            .With("Location", "/" + target.EscapedPath);
    }

    /// <summary>What the store does not decide as HTTP has it; the decision holds for the write, or is made once more.</summary>
    private async Task<PutResult?> DecideAndPutAsync(
        ObjectKey key, PutContent content, Preconditions conditions, CancellationToken cancellation)
    {
        PutResult? stored = null;
        for (var attempt = 0; attempt < 2 && stored is null; attempt++)
        {
            var found = await store.HeadAsync(key, cancellation) as ReadResult.Found;
            if (conditions.Evaluate(found is null ? null : new Validators(found.ETag, found.LastModified)) != PreconditionResult.Passed)
                return null;
            content.Stream.Position = 0;
            stored = await store.PutAsync(key, content, new WriteConditions(found?.ETag, IsNew: found is null), cancellation);
        }

        return stored;
    }

    /// <summary>The body as a stream of known length, or <c>null</c> when it is over the limit.</summary>
    private async Task<PutContent?> ReadBodyAsync(Request request, string type, bool isRepeatable, CancellationToken cancellation)
    {
        if (!isRepeatable && request.ContentLength is { } length)
            return length <= options.InlineLimit ? new PutContent(request.Body, length, type) : null;

        // S3 wants the length first, so a chunked body is read up to the limit; so is one that may be sent twice.
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
