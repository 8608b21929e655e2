using System.Text.Json;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Files;

/// <summary>
/// <c>PUT /api/multipart/{key}</c>: makes the file of its parts, which are all there and of the right size, and indexes it. It can be
/// repeated.
/// </summary>
public sealed class CompleteMultipart(
    IMultipartStore store, IMultipartJournal journal, FileCatalog catalog, TimeProvider clock, ILogger<CompleteMultipart> logger)
{
    private const int NamedAtMost = 20;

    /// <inheritdoc cref="RequestHandler"/>
    public async Task<Response> HandleAsync(Request request, CancellationToken cancellation)
    {
        var conditions = Preconditions.Of(request);
        if (!conditions.IsEmpty && !conditions.IsOnlyIfNew && conditions.OnlyIfMatch is null)
            throw new InvalidInputException("An upload in parts can depend on If-None-Match: * or on one strong entity tag in If-Match.");
        var body = await JsonBody.ReadAsync(request, cancellation);
        var declared = Declared(body);
        var etag = body.Text("etag")?.Trim('"');
        var crc = Crc64Nvme(body);
        if (await journal.FindAsync(request, cancellation) is not { } upload)
            return MultipartLookup.Missing();

        // None where it is complete already, or gone.
        var parts = await store.AllPartsAsync(upload, cancellation);
        if (parts is not null)
            Check(upload, parts, declared, etag);

        // Before the bucket's own time of it, as of every upload.
        var time = clock.GetUtcNow().UtcDateTime;
        var result = await store.CompleteAsync(
            upload, parts ?? [], new WriteConditions(conditions.OnlyIfMatch, conditions.IsOnlyIfNew), crc, cancellation);
        return result switch
        {
            // It was complete before.
            CompleteResult.Complete { ETag: var made } when etag is not null && etag != made.Trim('"') => throw OtherTag(),
            CompleteResult.Complete complete => await AnswerAsync(upload, complete, time, cancellation),
            CompleteResult.PreconditionFailed => Problem.PreconditionFailed(),
            CompleteResult.Superseded => await EndAsync(upload, MultipartLookup.Superseded(), cancellation),
            CompleteResult.OtherContent => throw new InvalidInputException("crc64nvme is not that of the content that is stored."),
            CompleteResult.Unverifiable => throw new InvalidInputException(
                "The store does not verify crc64nvme of this upload, so nothing is done; etag can be verified in its place."),
            _ => await EndAsync(upload, MultipartLookup.Missing(), cancellation),
        };
    }

    // Nobody goes on with what the store does not have any more.
    private async Task<Response> EndAsync(MultipartUpload upload, Response response, CancellationToken cancellation)
    {
        await journal.RemoveAsync(upload.Id, cancellation);
        return response;
    }

    private static string? Crc64Nvme(JsonElement json)
    {
        var text = json.Text("crc64nvme");
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        return text is null || (Convert.TryFromBase64String(text, bytes, out var length) && length == bytes.Length)
            ? text
            : throw new InvalidInputException("crc64nvme must be a CRC-64/NVME in Base64.");
    }

    /// <summary>The parts that the client says it has stored, with their tags; <c>null</c> for all.</summary>
    private static Dictionary<int, string>? Declared(JsonElement json)
    {
        if (!json.TryGetProperty("parts", out var parts) || parts.ValueKind == JsonValueKind.Null)
            return null;
        var declared = new Dictionary<int, string>();
        if (parts.ValueKind != JsonValueKind.Array)
            throw new InvalidInputException("parts must be an array of {\"number\", \"etag\"}.");
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || part.Number("number") is not { } number || part.Text("etag") is not { } etag
                || number is < 1 or > MultipartUpload.MaxParts || !declared.TryAdd((int)number, etag.Trim('"')))
            {
                throw new InvalidInputException("parts must be an array of {\"number\", \"etag\"}, each number once.");
            }
        }

        return declared;
    }

    private static void Check(MultipartUpload upload, IReadOnlyList<StoredPart> parts, Dictionary<int, string>? declared, string? etag)
    {
        var numbers = parts.Select(part => part.Number).ToHashSet();
        Refuse("are missing", Enumerable.Range(1, upload.PartCount).Where(number => !numbers.Contains(number)));
        Refuse("are not of this upload", numbers.Where(number => number > upload.PartCount));
        Refuse("have the wrong size", parts.Where(part => part.Size != upload.SizeOf(part.Number)).Select(part => part.Number));
        if (etag is not null && etag != MultipartUpload.TagOf(parts))
            throw OtherTag();
        if (declared is null)
            return;
        Refuse("are stored and not named", numbers.Where(number => !declared.ContainsKey(number)));
        Refuse("are named and not stored", declared.Keys.Where(number => !numbers.Contains(number)));
        Refuse("have another etag", parts.Where(part => declared[part.Number] != part.ETag.Trim('"')).Select(part => part.Number));
    }

    private static InvalidInputException OtherTag() => new("etag is not that of the parts that are stored.");

    private static void Refuse(string what, IEnumerable<int> wrong)
    {
        int[] numbers = [.. wrong.Take(NamedAtMost + 1)];
        if (numbers.Length == 0)
            return;
        var more = numbers.Length > NamedAtMost ? " and more" : "";
        throw new InvalidInputException($"Parts {string.Join(", ", numbers.Take(NamedAtMost))}{more} {what}.");
    }

    private async Task<Response> AnswerAsync(
        MultipartUpload upload, CompleteResult.Complete complete, DateTime time, CancellationToken cancellation)
    {
        var stored = ObjectChange.Put(upload.Key, time, complete.RequestId, upload.Size, complete.ETag, upload.ContentType);
        var response = await UploadedFile.AnswerAsync(stored, () => catalog.RecordAsync(stored, cancellation), logger);
        // Until it is listed it can be completed again.
        if (response.Status == 200)
            await UploadedFile.NoteAsync(() => journal.CompleteAsync(upload.Id, cancellation), logger);
        return response;
    }
}
