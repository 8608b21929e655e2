using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>DELETE /api/multipart/{key}</c>: gives up an upload with its parts. One that is not there is no error.</summary>
public sealed class AbortMultipart(IMultipartStore store, IMultipartJournal journal)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        Preconditions.Refuse(request, "The end of an upload");
        if (await journal.FindAsync(request, cancellation) is { } upload)
        {
            await store.AbortAsync(upload.Key, upload.StoreId, cancellation);
            await journal.RemoveAsync(upload.Id, cancellation);
        }

        return new Response(204);
    }
}
