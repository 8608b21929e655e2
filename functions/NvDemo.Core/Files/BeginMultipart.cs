using System.Buffers;
using System.Text.Json;
using NvDemo.Core.Http;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary><c>POST /api/multipart/{key}</c>: begins an upload in parts, which clients store by URLs of their own.</summary>
public sealed class BeginMultipart(IMultipartStore store, IMultipartJournal journal, ServiceOptions options, TimeProvider clock)
{
    private readonly MultipartUrls _urls = new(store, options);

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var key = ObjectKey.FromClient(request.RouteValue);
        Preconditions.Refuse(request, "The beginning of an upload, unlike its completion,");
        var json = await JsonBody.ReadAsync(request, cancellation);
        var (size, partSize) = Sizes(json);
        var type = ContentHeaders.TypeOf(json.Text("content_type"), key);
        var id = Guid.NewGuid().ToString("N");
        var storeId = await store.BeginAsync(key, new ContentMetadata(type, User: UserMetadata.Of(request)), id, cancellation);
        var upload = new MultipartUpload(id, key, storeId, size, partSize, type, clock.GetUtcNow().UtcDateTime);
        await journal.AddAsync(upload, cancellation);

        var body = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(body, JsonBytes.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("upload_id", id);
            writer.WriteNumber("part_size", partSize);
            writer.WriteNumber("part_count", upload.PartCount);
            await _urls.WriteAsync(writer, upload, Enumerable.Range(1, Math.Min(upload.PartCount, MultipartUrls.Limit)), cancellation);
            writer.WriteString("expires_at", upload.ExpiresAt);
            writer.WriteEndObject();
        }

        return Response.Of(201, MediaTypes.Json, body.WrittenMemory)
            .With("Location", $"/api/multipart/{key.EscapedPath}?upload_id={id}")
            .With("Cache-Control", "private, no-store");
    }

    private static (long Size, long PartSize) Sizes(JsonElement json)
    {
        var size = json.Number("size") ?? throw new InvalidInputException("size is missing: the file's size in bytes.");
        if (size is < 0 or > MultipartUpload.MaxSize)
            throw new InvalidInputException($"size must be from 0 to {MultipartUpload.MaxSize} bytes.");
        var partSize = json.Number("part_size") ?? MultipartUpload.PartSizeOf(size);
        if (partSize is < MultipartUpload.MinPartSize or > MultipartUpload.MaxPartSize)
            throw new InvalidInputException($"part_size must be from {MultipartUpload.MinPartSize} to {MultipartUpload.MaxPartSize} bytes.");
        return MultipartUpload.CountOf(size, partSize) <= MultipartUpload.MaxParts
            ? (size, partSize)
            : throw new InvalidInputException($"part_size is too small: a file has at most {MultipartUpload.MaxParts} parts.");
    }
}
