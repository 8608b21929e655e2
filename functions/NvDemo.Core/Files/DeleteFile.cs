using NvDemo.Core.Events;
using NvDemo.Core.Http;
using NvDemo.Core.Ports;

namespace NvDemo.Core.Files;

/// <summary><c>DELETE /{key}</c>: also answers 204 when there is no such file, so that it can be repeated.</summary>
public sealed class DeleteFile(IObjectStore store, FileCatalog catalog, TimeProvider clock)
{
    /// <summary>Answers the request.</summary>
    public async Task<Reply> HandleAsync(Request request, string key, CancellationToken cancellation)
    {
        var target = ObjectKey.FromClient(key);
        var time = clock.GetUtcNow().UtcDateTime;
        var requestId = await store.DeleteAsync(target, cancellation);
        await catalog.RecordAsync(ObjectChange.Delete(target, time, requestId), cancellation);
        return new Reply(204);
    }
}
