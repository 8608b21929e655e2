using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>Finds the upload that a request names by its key and <c>upload_id</c>.</summary>
internal static class MultipartLookup
{
    /// <summary>The upload; <c>null</c> for one that is not there, or is of another key.</summary>
    /// <exception cref="InvalidInputException">None is named.</exception>
    public static async Task<MultipartUpload?> FindAsync(this IMultipartJournal journal, Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        if (!request.Query.TryGetValue("upload_id", out var id) || id.Length == 0 || id.Any(char.IsControl))
            throw new InvalidInputException("upload_id is missing: the one that POST /api/multipart gave.");
        return await journal.FindAsync(id, cancellation) is { } upload && upload.Key == key ? upload : null;
    }

    public static Response Missing() => Problem.NotFound("There is no such upload: it was aborted, or has expired, or there never was one.");

    public static Response Superseded() =>
        Problem.Conflict("What is there now was stored or deleted after the upload had begun, and is newer: the upload has to begin anew.");
}
