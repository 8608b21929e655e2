using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>PATCH /api/tus/{id}</c>: appends to an upload by TUS; what makes it whole makes the file.</summary>
public sealed class AppendToTusUpload(ITusJournal journal, TusWriter writer, TusCompletion completion)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        if (!TusProtocol.IsChunk(request))
            return TusProtocol.NotAChunk();
        Preconditions.Refuse(request, "An upload by TUS");
        var offset = request.Bytes("Upload-Offset")
            ?? throw new InvalidInputException("Upload-Offset is missing: how many bytes have been stored.");
        if (await journal.FindAsync(request, cancellation) is not { } upload)
            return MultipartLookup.Missing();
        if (offset != upload.Offset)
            return Moved();

        await using var content = await writer.OpenAsync(upload, request, cancellation);
        if (content is null)
            return await GoneAsync(upload, request, cancellation);
        if (await writer.ReadAsync(upload, request, content, cancellation) is { } refused)
            return refused;
        if (await writer.AppendAsync(upload, content, cancellation) is not { } appended)
            return await GoneAsync(upload, request, cancellation);

        var response = await completion.FinishAsync(appended, new Response(204).With(appended), cancellation);
        if (appended.Version != upload.Version)
            response.Afterwards = writer.DiscardTailAsync(upload);
        return response;
    }

    /// <summary>Another request was first, or has ended the upload.</summary>
    private async Task<Response> GoneAsync(TusUpload upload, Request request, CancellationToken cancellation) =>
        await journal.FindAsync(request, cancellation) is { } current && current.Version != upload.Version ? Moved() : MultipartLookup.Missing();

    private static Response Moved() => Problem.Conflict("Upload-Offset is not that of the upload, which HEAD tells.");
}
