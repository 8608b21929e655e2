using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>POST /api/undelete/{key}</c>: makes the newest version of a deleted file current again, by a copy: nothing that the bucket keeps goes,
/// and the bucket's event tells of it, as of every upload.
/// </summary>
public sealed class UndeleteFile(IVersionStore versions, FileCatalog catalog, ServiceOptions options, TimeProvider clock, ILogger<UndeleteFile> logger)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        Preconditions.Refuse(request, "What restores a deleted file");
        if (!options.HasUndelete)
            return Problem.Forbidden("The service is not set up to restore deleted files.");
        if (await versions.FindVersionAsync(key, cancellation) is not { } version)
            return Problem.NotFound("The bucket keeps no former version of the file.");
        if (version.IsCurrent)
            return Present();
        if (version.Size > ServiceOptions.MaxCopy)
            return Problem.Conflict($"A file of more than {ServiceOptions.MaxCopy} bytes can be restored in S3 alone.");
        var type = await versions.ReadTypeAsync(key, version, cancellation);

        // Before the bucket's own time of it, as of every upload.
        var time = clock.GetUtcNow().UtcDateTime;
        switch (await versions.RestoreAsync(key, version, cancellation))
        {
            case CopyResult.Copied copied:
                var change = ObjectChange.Put(key, time, copied.RequestId, version.Size, copied.ETag, type);
                return await UploadedFile.AnswerAsync(change, "File restored", () => catalog.RecordAsync(change, cancellation), logger);
            case CopyResult.Archived:
                return Problem.Conflict("The file is archived: it must be restored in S3 before it can be copied.");
            default:
                return Present();
        }
    }

    private static Response Present() => Problem.Conflict("There is a file at this key: nothing is restored.");
}
