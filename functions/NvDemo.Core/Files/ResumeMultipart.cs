using System.Buffers;
using System.Globalization;
using System.Text.Json;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>GET /api/multipart/{key}</c>: which parts of an upload are stored, and URLs for the others, some hundred parts at a time.</summary>
public sealed class ResumeMultipart(IMultipartStore store, IMultipartJournal journal, ServiceOptions options)
{
    private readonly MultipartUrls _urls = new(store, options);

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var from = Number(request, "from", 1, MultipartUpload.MaxParts);
        var limit = Number(request, "limit", MultipartUrls.Limit, MultipartUrls.Limit);
        if (await journal.FindAsync(request, cancellation) is not { } upload
            || await store.ListPartsAsync(upload.Key, upload.StoreId, from - 1, limit, cancellation) is not { } listed)
        {
            return MultipartLookup.Missing();
        }

        var end = Math.Min(from + limit, upload.PartCount + 1);
        StoredPart[] stored = [.. listed.Where(part => part.Number < end)];
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body, JsonBytes.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("size", upload.Size);
            json.WriteNumber("part_size", upload.PartSize);
            json.WriteNumber("part_count", upload.PartCount);
            json.WriteStartArray("stored");
            foreach (var part in stored)
            {
                json.WriteStartObject();
                json.WriteNumber("number", part.Number);
                json.WriteNumber("size", part.Size);
                json.WriteString("etag", part.ETag);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            var missing = Enumerable.Range(from, Math.Max(0, end - from)).Except(stored.Select(part => part.Number));
            await _urls.WriteAsync(json, upload, missing, cancellation);
            json.WriteString("expires_at", upload.ExpiresAt);
            if (end <= upload.PartCount)
                json.WriteNumber("next", end);
            else
                json.WriteNull("next");
            json.WriteEndObject();
        }

        return Response.Of(200, MediaTypes.Json, body.WrittenMemory).With("Cache-Control", "private, no-store");
    }

    private static int Number(Request request, string name, int usual, int most)
    {
        if (!request.Query.TryGetValue(name, out var text))
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new InvalidInputException($"{name} must be a number from 1 to {most}.");
    }
}
