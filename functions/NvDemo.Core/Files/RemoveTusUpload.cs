using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>DELETE /api/tus/{id}</c>: gives up an upload by TUS with all that is stored of it (termination). Of one that is complete the file
/// stays.
/// </summary>
public sealed class RemoveTusUpload(IMultipartStore store, ITusJournal journal, TusWriter writer)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        Preconditions.Refuse(request, "An upload by TUS");
        if (await journal.FindAsync(request, cancellation) is not { } upload)
            return MultipartLookup.Missing();
        if (!upload.IsComplete)
            await store.AbortAsync(upload.Key, upload.StoreId, cancellation);
        await journal.RemoveAsync(upload.Id, cancellation);
        return new Response(204) { Afterwards = writer.DiscardTailAsync(upload) };
    }
}
