using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>PUT /api/upload/{key}</c>: stores a file of up to <see cref="ServiceOptions.InlineLimit"/> bytes. When the index is out, the file
/// is stored all the same and the response is <c>202</c> with <c>Nv-Index: pending</c>: its bucket event indexes it later.
/// </summary>
public sealed class UploadFile(
    IObjectStore store, BodySpools spools, FileCatalog catalog, ServiceOptions options, TimeProvider clock, ILogger<UploadFile> logger)
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

        var checksums = DeclaredChecksums.Of(request);
        if (request.ContentLength > options.InlineLimit)
            return TooLarge(target);

        ObjectChange? stored;
        if (IsStreamed(request, conditions))
        {
            stored = await StreamAsync(target, request, metadata, checksums, cancellation);
        }
        else
        {
            await using var body = await spools.ReadAsync(request, options.InlineLimit, checksums.Append, cancellation);
            if (body is null)
                return TooLarge(target);
            var content = new PutContent(body.Content, body.Length, metadata, Sha256: checksums.Verify());
            stored = await StoreAsync(target, content, conditions, cancellation);
        }

        return stored is { } change
            ? await UploadedFile.AnswerAsync(change, () => catalog.RecordAsync(change, cancellation), logger)
            : Problem.PreconditionFailed();
    }

    /// <summary>
    /// Whether the body goes to S3 as it comes: S3 wants its length first. What goes so is sent once only, so that a failure of S3 is the
    /// client's to retry; a conditional write, whose outcome must not be left open, is held to be sent again.
    /// </summary>
    private static bool IsStreamed(Request request, Preconditions conditions) =>
        request.ContentLength > BodySpools.InMemory && !request.Body.CanSeek && conditions.IsEmpty;

    private async Task<ObjectChange?> StreamAsync(
        ObjectKey key, Request request, ContentMetadata metadata, DeclaredChecksums checksums, CancellationToken cancellation)
    {
        await using var body = new StreamedBody(request, checksums, clock);
        var content = new PutContent(body, request.ContentLength!.Value, metadata, request.BodyTimeout, checksums.DeclaredSha256);
        try
        {
            // Of all that is written meanwhile it is the last: its time is that of its end, which is before the bucket's own.
            return await store.PutAsync(key, content, WriteConditions.None, cancellation) is { } stored
                ? ObjectChange.Put(key, body.ArrivedAt, stored.RequestId, content.Length, stored.ETag, metadata.Type, body.Sha256)
                : null;
        }
        catch (Exception) when (body.Failure is not null)
        {
            throw body.Failure;
        }
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
            ? ObjectChange.Put(key, time, stored.RequestId, content.Length, stored.ETag, content.Metadata.Type, content.Sha256)
            : null;
    }

    private Response TooLarge(ObjectKey key) => Problem.ContentTooLarge(
        $"A direct upload is at most {options.InlineLimit} bytes. A larger file goes to the bucket itself: "
        + $"curl -T FILE \"$(curl -u USER {options.PublicUrl}api/upload_presigned/{key.EscapedPath} | jq -r .url)\"");
}
