using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>Makes the file of an upload by TUS that is whole, and indexes it. It can be repeated.</summary>
public sealed class TusCompletion(
    IMultipartStore store, ITusJournal journal, FileCatalog catalog, TimeProvider clock, ILogger<TusCompletion> logger)
{
    /// <summary>The response to a request that has found an upload, or made it, whole: in its place a <c>404</c> where the parts are gone, or a <c>409</c> where something newer is.</summary>
    public async Task<Response> FinishAsync(TusUpload upload, Response response, CancellationToken cancellation)
    {
        if (!upload.IsWhole || upload.IsComplete)
            return response;

        // Before the bucket's own time of it, as of every upload.
        var time = clock.GetUtcNow().UtcDateTime;
        var inParts = new MultipartUpload(
            upload.Id, upload.Key, upload.StoreId, upload.Length, MultipartUpload.MinPartSize, upload.ContentType, upload.BegunAt);
        var parts = await journal.PartsAsync(upload.Id, cancellation);
        var result = await store.CompleteAsync(inParts, parts, WriteConditions.None, crc64Nvme: null, cancellation);
        if (result is not CompleteResult.Complete complete)
        {
            await journal.RemoveAsync(upload.Id, cancellation);
            return result is CompleteResult.Superseded ? MultipartLookup.Superseded() : MultipartLookup.Missing();
        }

        var stored = ObjectChange.Put(upload.Key, time, complete.RequestId, upload.Length, complete.ETag, upload.ContentType);
        if (!await UploadedFile.IsIndexedAsync(() => catalog.RecordAsync(stored, cancellation), logger))
            return response.With("Nv-Index", "pending");
        await UploadedFile.NoteAsync(() => journal.CompleteAsync(upload.Id, cancellation), logger);
        return response;
    }
}
