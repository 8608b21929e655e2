using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>PUT /api/upload/{key}</c>: stores a file of up to <see cref="ServiceOptions.InlineLimit"/> bytes. When the index is out, the file
/// is stored all the same and the response is <c>202</c> with <c>Nv-Index: pending</c>: its bucket event indexes it later.
/// </summary>
public sealed class UploadFile(IObjectStore store, FileCatalog catalog, ServiceOptions options, TimeProvider clock, ILogger<UploadFile> logger)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var target = ObjectKey.FromClient(request.RouteValue);
        // RFC 9110, 14.5: a part must not be taken for the whole.
        if (request.Header("Content-Range") is not null)
            throw new InvalidInputException("Content-Range is not supported: an upload is a whole file.");
        var metadata = ContentHeaders.Of(request, target);
        var conditions = Preconditions.Of(request);

        // It is small, so it is read before S3 is asked: a client that is slow or leaves keeps nobody waiting there, and checksums are
        // verified before anything is stored.
        if (await request.ReadBodyAsync(options.InlineLimit, cancellation) is not { } body)
            return TooLarge(target);
        DeclaredChecksums.Verify(request, body.GetBuffer().AsSpan(0, (int)body.Length));

        if (await StoreAsync(target, new PutContent(body, body.Length, metadata), conditions, cancellation) is not { } stored)
            return Problem.PreconditionFailed();
        return await UploadedFile.AnswerAsync(stored, () => catalog.RecordAsync(stored, cancellation), logger);
    }

    /// <summary>What was stored; <c>null</c> where a condition does not hold.</summary>
    private async Task<ObjectChange?> StoreAsync(ObjectKey key, PutContent content, Preconditions conditions, CancellationToken cancellation)
    {
        if (conditions.IsEmpty || conditions.IsOnlyIfNew || conditions.OnlyIfMatch is not null)
            return await PutAsync(key, content, new WriteConditions(conditions.OnlyIfMatch, conditions.IsOnlyIfNew), cancellation);

        // What the store does not decide as HTTP has it; the decision holds for the write, or is made once more.
        ObjectChange? stored = null;
        for (var attempt = 0; attempt < 2 && stored is null; attempt++)
        {
            var found = await store.HeadAsync(key, cancellation) as ReadResult.Found;
            if (conditions.Evaluate(found) != PreconditionResult.Passed)
                return null;
            stored = await PutAsync(key, content, new WriteConditions(found?.ETag, IsNew: found is null), cancellation);
        }

        return stored;
    }

    private async Task<ObjectChange?> PutAsync(ObjectKey key, PutContent content, WriteConditions conditions, CancellationToken cancellation)
    {
        // Before the bucket's own time of it: where events name no request, only what is later than this is newer.
        var time = clock.GetUtcNow().UtcDateTime;
        content.Stream.Position = 0;
        return await store.PutAsync(key, content, conditions, cancellation) is { } stored
            ? ObjectChange.Put(key, time, stored.RequestId, content.Length, stored.ETag, content.Metadata.Type)
            : null;
    }

    private Response TooLarge(ObjectKey key) => Problem.ContentTooLarge(
        $"A direct upload is at most {options.InlineLimit} bytes. For a larger file, GET /api/upload_presigned/{key.EscapedPath} gives a URL to PUT it to.");
}
