using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>DELETE /{key}</c>: also answers 204 when there is no such file, so that it can be repeated; but 404 for a name that only
/// <c>GET</c>'s look-up by filename finds, so that nobody takes that file for deleted.
/// </summary>
public sealed class DeleteFile(IObjectStore store, FileCatalog catalog, FileLookup lookup, ServiceOptions options, TimeProvider clock)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        var conditions = Preconditions.Of(request);
        if (conditions.IsEmpty && key.Value.Contains('/'))
            return await DeleteAsync(key, ifMatch: null, cancellation) ?? Problem.PreconditionFailed();

        // The decision holds for what is deleted, or is made once more.
        Response? response = null;
        for (var attempt = 0; attempt < 2 && response is null; attempt++)
            response = await DecideAsync(key, request.Prefixes, conditions, cancellation);
        return response ?? Problem.PreconditionFailed();
    }

    /// <summary>The response; <c>null</c> where the file has changed since the decision.</summary>
    private async Task<Response?> DecideAsync(ObjectKey key, KeyPrefixes prefixes, Preconditions conditions, CancellationToken cancellation)
    {
        var found = await store.HeadAsync(key, cancellation) as ReadResult.Found;
        if (found is null && await lookup.FindAsync(key, prefixes, cancellation) is { Count: > 0 } named && !named.Contains(key))
            return FileLookup.Missing();
        if (conditions.Evaluate(found) == PreconditionResult.Failed)
            return Problem.PreconditionFailed();
        // What comes into being meanwhile is not what the condition was about.
        if (found is null && !conditions.IsEmpty)
            return new Response(204);
        return await DeleteAsync(key, conditions.IsEmpty ? null : found?.ETag, cancellation);
    }

    private async Task<Response?> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation)
    {
        var time = clock.GetUtcNow().UtcDateTime;
        if (await store.DeleteAsync(key, ifMatch, cancellation) is not { } deleted)
            return null;
        await catalog.RecordAsync(ObjectChange.Delete(key, time, deleted.RequestId), cancellation);
        return new Response(204).With("Nv-Undelete", options.HasUndelete && deleted.IsKept ? "available" : null);
    }
}
