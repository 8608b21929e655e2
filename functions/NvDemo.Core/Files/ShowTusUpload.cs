using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>HEAD /api/tus/{id}</c>: how far an upload by TUS is. Clients take one that is whole for a file that is there, so one that is whole is
/// completed first.
/// </summary>
public sealed class ShowTusUpload(ITusJournal journal, TusCompletion completion)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        if (await journal.FindAsync(request, cancellation) is not { } upload)
            return MultipartLookup.Missing();
        var response = new Response(200)
            .With(upload)
            .With("Upload-Length", upload.Length.ToString(CultureInfo.InvariantCulture))
            .With("Upload-Metadata", upload.Metadata);
        return await completion.FinishAsync(upload, response, cancellation);
    }
}
