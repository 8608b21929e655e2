using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>POST /api/copy/{key}?to=</c> and <c>POST /api/move/{key}?to=</c>: S3 makes the copy by itself. A move is a copy that is indexed before
/// the source is deleted, and the source goes only as it was copied: nothing is lost wherever it ends. A copy that takes longer than a
/// request is <c>202</c> with the <c>Location</c> to ask again, which has how far it is.
/// </summary>
public sealed class CopyFile(
    IObjectStore store,
    ICopyStore copies,
    IMultipartStore parts,
    IMultipartJournal journal,
    FileCatalog catalog,
    ServiceOptions options,
    TimeProvider clock,
    ILogger<CopyFile> logger)
{
    private readonly CopyInParts _inParts = new(copies, parts, journal, options, clock);

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
            response = await DecideAsync(request, source, target, conditions, isMove, cancellation);
        return response ?? Changed();
    }

    /// <summary>The response; <c>null</c> where a file has changed since the decision.</summary>
    private async Task<Response?> DecideAsync(
        Request request, ObjectKey source, ObjectKey target, Preconditions conditions, bool isMove, CancellationToken cancellation)
    {
        Begun? begun = null;
        if (request.Query.TryGetValue("upload_id", out var id))
        {
            var etag = $"\"{request.Query.GetValueOrDefault("etag")}\"";
            if (!CopyInParts.IsOf(id, source, etag) || await journal.FindAsync(id, cancellation) is not { } upload || upload.Key != target)
                return MultipartLookup.Missing();
            begun = new Begun(new Copy(source, etag, target, upload.Size, upload.ContentType, IsNew: false, isMove), upload);
        }

        var reads = await Task.WhenAll(store.HeadAsync(source, cancellation), store.HeadAsync(target, cancellation));
        var replaced = reads[1] as ReadResult.Found;
        if (begun is not null && replaced is not null && await FinishedAsync(begun, cancellation) is { } finished)
            return finished;
        if (reads[0] is not ReadResult.Found found)
            return await EndAsync(begun, FileLookup.Missing(), cancellation);
        if (begun is not null && begun.Copy.ETag != found.ETag)
            return await EndAsync(begun, Changed(), cancellation);
        if (conditions.Evaluate(found, replaced) != PreconditionResult.Passed)
            return await EndAsync(begun, Problem.PreconditionFailed(), cancellation);

        var guard = conditions.HasIfNoneMatch ? new WriteConditions(replaced?.ETag, IsNew: replaced is null) : WriteConditions.None;
        var copy = new Copy(source, found.ETag, target, found.Size, found.Metadata.Type, IsNew: replaced is null, isMove);
        if (begun is not null || found.Size > options.CopyLimit)
            return await CopyInPartsAsync(copy, found, begun, guard, cancellation);

        // Before the bucket's own time of it, as of every upload.
        var time = clock.GetUtcNow().UtcDateTime;
        return await copies.CopyAsync(source, found.ETag, target, guard, cancellation) switch
        {
            CopyResult.Archived => Archived(),
            CopyResult.Copied copied => await FinishAsync(copy, copied, time, found.Sha256, cancellation),
            _ => null,
        };
    }

    private async Task<Response> CopyInPartsAsync(
        Copy copy, ReadResult.Found found, Begun? before, WriteConditions guard, CancellationToken cancellation)
    {
        var begun = before ?? new Begun(copy, await _inParts.BeginAsync(copy.Source, found, copy.Target, cancellation));
        var upload = begun.Upload;
        if ((before is null ? [] : await parts.AllPartsAsync(upload, cancellation)) is not { } stored)
            return await EndAsync(begun, MultipartLookup.Missing(), cancellation);

        var (all, end) = await _inParts.AdvanceAsync(copy.Source, copy.ETag, upload, stored, cancellation);
        if (end is not null)
            return await EndAsync(begun, end is CopyResult.Archived ? Archived() : Changed(), cancellation);
        if (all.Count < upload.PartCount)
            return Unfinished(copy, upload);

        var time = clock.GetUtcNow().UtcDateTime;
        return await parts.CompleteAsync(upload, all, guard, crc64Nvme: null, cancellation) switch
        {
            CompleteResult.Complete complete => await FinishAsync(copy, upload, complete, time, cancellation),
            CompleteResult.Superseded => await EndAsync(begun, Changed(), cancellation),
            _ => Unfinished(copy, upload),
        };
    }

    /// <summary>
    /// The response to a request for a copy that is complete already, for the reply to that which completed it was lost: whatever has become
    /// of the source since, and of no condition. <c>null</c> for one that is not.
    /// </summary>
    private async Task<Response?> FinishedAsync(Begun begun, CancellationToken cancellation)
    {
        var time = clock.GetUtcNow().UtcDateTime;
        return await parts.CompleteAsync(begun.Upload, [], WriteConditions.None, crc64Nvme: null, cancellation) is CompleteResult.Complete complete
            ? await FinishAsync(begun.Copy, begun.Upload, complete, time, cancellation)
            : null;
    }

    /// <summary>Gives up what was begun, if anything was, unless another request has completed it at this moment.</summary>
    private async Task<Response> EndAsync(Begun? begun, Response response, CancellationToken cancellation)
    {
        if (begun is null)
            return response;
        if (await FinishedAsync(begun, cancellation) is { } finished)
            return finished;
        await _inParts.AbortAsync(begun.Upload, cancellation);
        return response;
    }

    private async Task<Response> FinishAsync(
        Copy copy, MultipartUpload upload, CompleteResult.Complete complete, DateTime time, CancellationToken cancellation)
    {
        var response = await FinishAsync(copy, new CopyResult.Copied(complete.ETag, complete.RequestId), time, sha256: null, cancellation);
        await UploadedFile.NoteAsync(() => journal.CompleteAsync(upload.Id, cancellation), logger);
        return response;
    }

    private async Task<Response> FinishAsync(
        Copy copy, CopyResult.Copied copied, DateTime time, Sha256Digest? sha256, CancellationToken cancellation)
    {
        var isIndexed = await IsIndexedAsync(
            ObjectChange.Put(copy.Target, time, copied.RequestId, copy.Size, copied.ETag, copy.Type, sha256), cancellation);
        if (!copy.IsMove)
            return Answer("\"File copied\"", copy, copied.ETag, isIndexed);
        return await DeleteAsync(copy.Source, copy.ETag, isIndexed, cancellation) is { } isMoved
            ? Answer("\"File moved\"", copy, copied.ETag, isMoved)
            : Problem.Conflict("The file has changed since it was copied: both are there.");
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

    private static Response Answer(string text, Copy copy, string etag, bool isIndexed) =>
        Response.Json(!isIndexed ? 202 : copy.IsNew ? 201 : 200, text)
            .With("Nv-Index", isIndexed ? null : "pending")
            .With("ETag", etag)
            .With("Location", "/" + copy.Target.EscapedPath);

    private static Response Unfinished(Copy copy, MultipartUpload upload) => Response.Json(202, "\"Copy in progress\"").With(
        "Location",
        $"/api/{(copy.IsMove ? "move" : "copy")}/{copy.Source.EscapedPath}?to={Uri.EscapeDataString(copy.Target.Value)}"
        + $"&upload_id={upload.Id}&etag={Uri.EscapeDataString(copy.ETag.Trim('"'))}");

    private static Response Archived() => Problem.Conflict("The file is archived: it must be restored in S3 before it can be copied.");

    private static Response Changed() => Problem.Conflict("The files have changed while they were copied.");

    /// <summary>What is copied.</summary>
    private sealed record Copy(ObjectKey Source, string ETag, ObjectKey Target, long Size, string? Type, bool IsNew, bool IsMove);

    /// <summary>A copy in parts that goes on.</summary>
    private sealed record Begun(Copy Copy, MultipartUpload Upload);
}
