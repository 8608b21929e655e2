using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>POST /api/copy/{key}?to=</c> and <c>POST /api/move/{key}?to=</c>: S3 makes the copy by itself. A move is a copy that is indexed before
/// the source is deleted, and the source goes only as it was copied: nothing is lost wherever it ends.
/// </summary>
public sealed class CopyFile(
    IObjectStore store, ICopyStore copies, FileCatalog catalog, TimeProvider clock, ILogger<CopyFile> logger)
{
    /// <inheritdoc cref="RequestHandler"/>
    public Task<Response> HandleCopyAsync(Request request, CancellationToken cancellation) =>
        AnswerAsync(request, isMove: false, cancellation);

    /// <inheritdoc cref="RequestHandler"/>
    public Task<Response> HandleMoveAsync(Request request, CancellationToken cancellation) =>
        AnswerAsync(request, isMove: true, cancellation);

    private async Task<Response> AnswerAsync(Request request, bool isMove, CancellationToken cancellation)
    {
        var source = ObjectKey.FromClient(request.RouteValue);
        if (!request.Query.TryGetValue("to", out var to))
            throw new InvalidInputException("The parameter to is missing: the key of the copy.");
        var target = ObjectKey.FromParameter(to);
        if (target == source)
            throw new InvalidInputException("The parameter to must be another key than the file's own.");
        if (!request.Prefixes.Contain(target.Value))
            return Problem.OutsidePrefixes(request.Prefixes);
        var conditions = Preconditions.Of(request);

        // The decision holds for what is copied and replaced, or is made once more.
        Response? response = null;
        for (var attempt = 0; attempt < 2 && response is null; attempt++)
            response = await DecideAsync(source, target, conditions, isMove, cancellation);
        return response ?? Problem.Conflict("The files have changed while they were copied.");
    }

    /// <summary>The response; <c>null</c> where a file has changed since the decision.</summary>
    private async Task<Response?> DecideAsync(
        ObjectKey source, ObjectKey target, Preconditions conditions, bool isMove, CancellationToken cancellation)
    {
        var reads = await Task.WhenAll(store.HeadAsync(source, cancellation), store.HeadAsync(target, cancellation));
        if (reads[0] is not ReadResult.Found found)
            return FileLookup.Missing();
        var replaced = reads[1] as ReadResult.Found;
        if (conditions.Evaluate(found, replaced) != PreconditionResult.Passed)
            return Problem.PreconditionFailed();
        if (found.Size > ICopyStore.MaxSize)
            throw new InvalidInputException($"A file of more than {ICopyStore.MaxSize} bytes can't be copied or moved: upload it in parts, POST /api/multipart/{target.EscapedPath}.");

        // Before the bucket's own time of it, as of every upload.
        var time = clock.GetUtcNow().UtcDateTime;
        var guard = conditions.HasIfNoneMatch ? new WriteConditions(replaced?.ETag, IsNew: replaced is null) : WriteConditions.None;
        switch (await copies.CopyAsync(source, found.ETag, target, guard, cancellation))
        {
            case CopyResult.Archived:
                return Problem.Conflict("The file is archived: it must be restored in S3 before it can be copied.");
            case CopyResult.Copied copied:
                var isIndexed = await IsIndexedAsync(
                    ObjectChange.Put(target, time, copied.RequestId, found.Size, copied.ETag, found.Metadata.Type), cancellation);
                if (!isMove)
                    return Answer("\"File copied\"", target, copied.ETag, replaced is null, isIndexed);
                if (await DeleteAsync(source, found.ETag, isIndexed, cancellation) is not { } isMoved)
                    return Problem.Conflict("The file has changed since it was copied: both are there.");
                return Answer("\"File moved\"", target, copied.ETag, replaced is null, isMoved);
            default:
                return null;
        }
    }

    /// <summary>Deletes what was moved. Whether the list shows it; <c>null</c> where it has changed and stays.</summary>
    private async Task<bool?> DeleteAsync(ObjectKey source, string etag, bool isIndexed, CancellationToken cancellation)
    {
        var time = clock.GetUtcNow().UtcDateTime;
        if (await store.DeleteAsync(source, etag, cancellation) is not { } deleted)
            return null;
        return isIndexed && await IsIndexedAsync(ObjectChange.Delete(source, time, deleted.RequestId), cancellation);
    }

    private Task<bool> IsIndexedAsync(ObjectChange change, CancellationToken cancellation) =>
        UploadedFile.IsIndexedAsync(() => catalog.RecordAsync(change, cancellation), logger);

    private static Response Answer(string text, ObjectKey target, string etag, bool isNew, bool isIndexed) =>
        Response.Json(!isIndexed ? 202 : isNew ? 201 : 200, text)
            .With("Nv-Index", isIndexed ? null : "pending")
            .With("ETag", etag)
            .With("Location", "/" + target.EscapedPath);
}
