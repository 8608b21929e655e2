using System.Buffers.Text;
using System.Text;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>GET /api/multipart</c>: the uploads in parts that are in progress, by key.</summary>
public sealed class ListMultipart(IMultipartJournal journal)
{
    private const int PageSize = 500;

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var prefix = request.Prefixes.OfList(request.Query.GetValueOrDefault("prefix", ""));
        if (!request.Prefixes.Contain(prefix))
            return Problem.OutsidePrefixes(request.Prefixes);
        if (prefix.Any(char.IsControl))
            throw new InvalidInputException("The prefix must have no control characters.");

        var found = await journal.ListAsync(prefix, After(request), PageSize + 1, cancellation);
        var uploads = found.Take(PageSize);
        var next = found.Count > PageSize ? Cursor(found[PageSize - 1]) : null;
        return Response.Of(200, MediaTypes.Json, JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("uploads");
            foreach (var upload in uploads)
            {
                json.WriteStartObject();
                json.WriteString("key", upload.Key.Value);
                json.WriteString("upload_id", upload.Id);
                json.WriteNumber("size", upload.Size);
                json.WriteNumber("part_size", upload.PartSize);
                json.WriteString("begun_at", upload.BegunAt);
                json.WriteString("expires_at", upload.ExpiresAt);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next", next);
            json.WriteEndObject();
        })).With("Cache-Control", "private, no-store");
    }

    private static string Cursor(MultipartUpload upload) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{upload.Id}:{upload.Key.Value}"));

    private static (string Key, string Id) After(Request request)
    {
        if (!request.Query.TryGetValue("cursor", out var cursor))
            return ("", "");
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            if (text.IndexOf(':') is > 0 and var colon && !text.Contains('\0'))
                return (text[(colon + 1)..], text[..colon]);
        }
        catch (FormatException)
        {
            // Falls through to the one answer for every malformed cursor.
        }

        throw new InvalidInputException("The cursor is not one that a list of uploads gave as next.");
    }
}
