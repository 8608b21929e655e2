using System.Globalization;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>What all requests of TUS 1.0.0 have in common (https://tus.io/protocols/resumable-upload).</summary>
internal static class TusProtocol
{
    public const string Version = "1.0.0";

    /// <summary>The path of the uploads, and of each by its id.</summary>
    public const string Path = "/api/tus/";

    /// <summary>The header that names a request's method where the client can't.</summary>
    public const string Method = "X-HTTP-Method-Override";

    /// <summary>The media type of what is appended.</summary>
    public const string ChunkType = "application/offset+octet-stream";

    /// <summary>A handler behind the check of the version, which also its refusals name.</summary>
    public static RequestHandler Speaking(RequestHandler handler) => async (request, cancellation) =>
        (await AnswerAsync(handler, request, cancellation)).With("Tus-Resumable", Version).With("Cache-Control", "no-store");

    /// <summary>A handler of <c>POST</c> for clients that can send nothing else: <see cref="Method"/> says which of these it is for.</summary>
    public static RequestHandler Overriding(RequestHandler show, RequestHandler append, RequestHandler remove) => (request, cancellation) =>
        request.Header(Method) switch
        {
            "HEAD" => show(request, cancellation),
            "PATCH" => append(request, cancellation),
            "DELETE" => remove(request, cancellation),
            null => Task.FromResult(Problem.MethodNotAllowed($"POST without {Method}", "HEAD, PATCH, DELETE, POST")),
            _ => Speaking((_, _) => throw new InvalidInputException($"{Method} must be HEAD, PATCH or DELETE."))(request, cancellation),
        };

    /// <summary>The upload that a request names; <c>null</c> for one that is not there, or that the caller may not write.</summary>
    public static async Task<TusUpload?> FindAsync(this ITusJournal journal, Request request, CancellationToken cancellation) =>
        Guid.TryParseExact(request.RouteValue, "N", out _)
        && await journal.FindAsync(request.RouteValue, cancellation) is { } upload && request.Prefixes.Contain(upload.Key.Value)
            ? upload
            : null;

    /// <summary>A count of bytes; <c>null</c> where there is none.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static long? Bytes(this Request request, string header)
    {
        if (request.Header(header) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : throw new InvalidInputException($"{header} must be a number of bytes.");
    }

    /// <summary>Says how far an upload is.</summary>
    public static Response With(this Response response, TusUpload upload) => response
        .With("Upload-Offset", upload.Offset.ToString(CultureInfo.InvariantCulture))
        .With("Upload-Expires", upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Whether the body is what is to be appended; media types have no case (RFC 9110, 8.3.1).</summary>
    public static bool IsChunk(Request request) => string.Equals(request.Header("Content-Type"), ChunkType, StringComparison.OrdinalIgnoreCase);

    public static Response NotAChunk() => Problem.UnsupportedMediaType($"What is appended must have the Content-Type {ChunkType}.");

    private static async Task<Response> AnswerAsync(RequestHandler handler, Request request, CancellationToken cancellation)
    {
        if (request.Header("Tus-Resumable") != Version)
            return Problem.PreconditionFailed($"Tus-Resumable must be {Version}.").With("Tus-Version", Version);
        try
        {
            return await handler(request, cancellation);
        }
        catch (InvalidInputException e)
        {
            return Problem.BadRequest(e.Message);
        }
    }
}
