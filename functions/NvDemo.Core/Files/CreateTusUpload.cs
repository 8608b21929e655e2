using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>POST /api/tus/</c>: begins an upload by TUS, perhaps with its first bytes, or all (creation, creation-with-upload).</summary>
public sealed class CreateTusUpload(
    IMultipartStore store, ITusJournal journal, TusWriter writer, TusCompletion completion, ServiceOptions options, TimeProvider clock)
{
    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var metadata = TusMetadata.Of(request);
        Preconditions.Refuse(request, "An upload by TUS");
        if (!metadata.TryGetValue("filename", out var filename))
            throw new InvalidInputException("Upload-Metadata must have a filename: the file's key.");
        var key = ObjectKey.FromParameter(filename);
        if (!request.Prefixes.Contain(key.Value))
            return Problem.OutsidePrefixes(request.Prefixes);
        var type = ContentHeaders.TypeOf(metadata.GetValueOrDefault("filetype"), key);
        var length = Length(request);
        if (length > TusUpload.MaxLength)
            return TooLarge(key);
        var isWithUpload = TusProtocol.IsChunk(request);
        if (!isWithUpload && request.ContentLength > 0)
            return TusProtocol.NotAChunk();

        var upload = new TusUpload(
            Guid.NewGuid().ToString("N"), key, StoreId: "", length, type, request.Header("Upload-Metadata")!, clock.GetUtcNow().UtcDateTime);
        // Nothing has begun where the first bytes can't be taken.
        await using var content = (await writer.OpenAsync(upload, request, cancellation))!;
        if (isWithUpload && await writer.ReadAsync(upload, request, content, cancellation) is { } refused)
            return refused;
        upload = upload with { StoreId = await store.BeginAsync(key, new ContentMetadata(type), upload.Id, cancellation) };
        await journal.AddAsync(upload, cancellation);
        if (await writer.AppendAsync(upload, content, cancellation) is not { } appended)
            return MultipartLookup.Missing();

        return await completion.FinishAsync(appended, Created(appended), cancellation);
    }

    private Response Created(TusUpload upload) =>
        new Response(201).With(upload).With("Location", new Uri(options.PublicUrl, TusProtocol.Path[1..] + upload.Id).AbsoluteUri);

    private static long Length(Request request)
    {
        if (request.Header("Upload-Defer-Length") is not null)
            throw new InvalidInputException("Upload-Defer-Length is not supported: Upload-Length must say the file's size.");
        if (request.Header("Upload-Concat") is not null)
            throw new InvalidInputException("Upload-Concat is not supported.");
        return request.Bytes("Upload-Length") ?? throw new InvalidInputException("Upload-Length is missing: the file's size in bytes.");
    }

    private static Response TooLarge(ObjectKey key) => Problem.ContentTooLarge(string.Create(
        CultureInfo.InvariantCulture,
        $"An upload by TUS has at most {TusUpload.MaxLength} bytes. For a larger file, POST /api/multipart/{key.EscapedPath} begins an upload in parts."));
}
