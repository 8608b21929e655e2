using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>DELETE /{key}</c>: also answers 204 when there is no such file, so that it can be repeated.</summary>
public sealed class DeleteFile(IObjectStore store, FileCatalog catalog, TimeProvider clock)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var target = ObjectKey.FromClient(request.RouteValue);
        var time = clock.GetUtcNow().UtcDateTime;
        var requestId = await store.DeleteAsync(target, cancellation);
        await catalog.RecordAsync(ObjectChange.Delete(target, time, requestId), cancellation);
        return new Response(204);
    }
}
