using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace NvDemo.Cli.Transfers;

/// <summary>
/// Stores a file: a small one by one request, a larger one in parts that go to S3 itself, several at once. An upload that was interrupted
/// goes on with the parts that are stored, if they are those of this file: S3 says so by their entity tags, so nothing is kept here.
/// </summary>
internal sealed class Upload(Service service, string file, string key, UploadOptions options, TransferProgress progress)
{
    // The service's own limit by default; where it is lower, the file goes in parts as well.
    private const long InlineLimit = 4 << 20;

    private const int Attempts = 6;

    private readonly long _size = new FileInfo(file).Length;

    /// <summary>The size of parts that suits a file, in bytes: 16 MiB, or as many more as 10,000 parts take; as the service has it.</summary>
    public static long UsualPartSize(long size) => Math.Max(16L << 20, ((size / 10_000 / (1L << 20)) + 1) * (1L << 20));

    public static int CountOf(long size, long partSize) => (int)Math.Max(1, (size + partSize - 1) / partSize);

    /// <summary>Stores it.</summary>
    /// <returns>Its entity tag, without quotes.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        progress.Begin(key, _size);
        try
        {
            if (_size <= InlineLimit)
                return await PutAsync(cancellation);
        }
        catch (ServiceException e) when (e.Status == HttpStatusCode.RequestEntityTooLarge)
        {
            // The service's limit is lower.
        }

        return await PutInPartsAsync(cancellation);
    }

    private (string, string)[] Conditions => options.IsNew ? [("If-None-Match", "*")] : [];

    private async Task<string> PutAsync(CancellationToken cancellation)
    {
        var content = await File.ReadAllBytesAsync(file, cancellation);
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:";
        using var response = await service.SendAsync(
            HttpMethod.Put, Service.Path("api/upload/", key), () => new ByteArrayContent(content), cancellation, [("Content-Digest", digest), .. Conditions]);
        progress.Add(content.Length);
        return response.Headers.ETag!.Tag.Trim('"');
    }

    private async Task<string> PutInPartsAsync(CancellationToken cancellation)
    {
        var (id, partSize) = await FindAsync(cancellation) ?? await BeginAsync(cancellation);
        var parts = new StoredPart[CountOf(_size, partSize)];
        using var storage = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        long? from = 1;
        while (from is { } first)
        {
            var state = await service.AskAsync(HttpMethod.Get, $"{Path(id)}&from={first}", null, cancellation);
            foreach (var part in state.GetProperty("stored").EnumerateArray())
            {
                var number = part.GetProperty("number").GetInt32();
                var md5 = await Md5Async(number, partSize, cancellation);
                parts[number - 1] = new StoredPart(md5, part.GetProperty("etag").GetString()!.Trim('"'));
                if (!parts[number - 1].IsMd5)
                    return await BeginAgainAsync(id, cancellation);
                progress.Add(SizeOf(number, partSize));
            }

            await Parallel.ForEachAsync(
                state.GetProperty("parts").EnumerateArray(),
                new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce, CancellationToken = cancellation },
                async (part, token) =>
                {
                    var number = part.GetProperty("number").GetInt32();
                    var md5 = await Md5Async(number, partSize, token);
                    var etag = await PutPartAsync(storage, id, number, partSize, part.GetProperty("url").GetString()!, md5, token);
                    parts[number - 1] = new StoredPart(md5, etag);
                });
            from = state.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }

        return await CompleteAsync(id, parts, cancellation);
    }

    /// <summary>An upload of a file of this size to this key that was interrupted.</summary>
    private async Task<(string Id, long PartSize)?> FindAsync(CancellationToken cancellation)
    {
        var found = await service.AskAsync(HttpMethod.Get, $"api/multipart?prefix={Uri.EscapeDataString(key)}", null, cancellation);
        foreach (var upload in found.GetProperty("uploads").EnumerateArray())
        {
            if (upload.GetProperty("key").GetString() == key && upload.GetProperty("size").GetInt64() == _size)
                return (upload.GetProperty("upload_id").GetString()!, upload.GetProperty("part_size").GetInt64());
        }

        return null;
    }

    private async Task<(string Id, long PartSize)> BeginAsync(CancellationToken cancellation)
    {
        var begun = await service.AskAsync(
            HttpMethod.Post, Service.Path("api/multipart/", key), () => JsonContent.Create(new { size = _size }), cancellation);
        return (begun.GetProperty("upload_id").GetString()!, begun.GetProperty("part_size").GetInt64());
    }

    private async Task<string> BeginAgainAsync(string id, CancellationToken cancellation)
    {
        using (await service.SendAsync(HttpMethod.Delete, Path(id), null, cancellation))
            progress.Begin(key, _size);
        return await PutInPartsAsync(cancellation);
    }

    /// <summary>Stores a part.</summary>
    /// <returns>Its entity tag, without quotes.</returns>
    private async Task<string> PutPartAsync(
        HttpClient storage, string id, int number, long partSize, string url, byte[] md5, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sent = 0L;
            try
            {
                using var content = new StreamContent(FilePart.Open(file, (number - 1) * partSize, SizeOf(number, partSize), read =>
                {
                    sent += read;
                    progress.Add(read);
                }));
                content.Headers.ContentLength = SizeOf(number, partSize);
                // S3 refuses a part that arrives otherwise.
                content.Headers.ContentMD5 = md5;
                using var response = await storage.PutAsync(new Uri(url), content, cancellation);
                if (response.IsSuccessStatusCode)
                    return response.Headers.ETag!.Tag.Trim('"');
                if (attempt == Attempts)
                    throw new ServiceException($"Part {number} of {key} is refused: {(int)response.StatusCode}.");
            }
            catch (Exception e) when (attempt < Attempts && (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested)))
            {
                // Once more.
            }

            progress.Add(-sent);
            await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), cancellation);
            // The URL may have expired.
            var state = await service.AskAsync(HttpMethod.Get, $"{Path(id)}&from={number}&limit=1", null, cancellation);
            if (state.GetProperty("parts").EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } part)
                return state.GetProperty("stored")[0].GetProperty("etag").GetString()!.Trim('"');
            url = part.GetProperty("url").GetString()!;
        }
    }

    private async Task<string> CompleteAsync(string id, StoredPart[] stored, CancellationToken cancellation)
    {
        var parts = stored.Select((part, i) => new { number = i + 1, etag = part.ETag }).ToArray();
        using var response = await service.SendAsync(
            HttpMethod.Put, Path(id), () => JsonContent.Create(new { parts }), cancellation, Conditions);
        var etag = response.Headers.ETag!.Tag.Trim('"');
        return etag == EntityTags.Of([.. stored.Select(part => part.Md5)]) || !stored.Any(part => part.IsMd5)
            ? etag
            : throw new ServiceException($"{key} is stored, but not as {file} is: its entity tag is {etag}.");
    }

    private Task<byte[]> Md5Async(int number, long partSize, CancellationToken cancellation) =>
        EntityTags.OfPartAsync(file, (number - 1) * partSize, SizeOf(number, partSize), cancellation);

    private long SizeOf(int number, long partSize) => Math.Min(partSize, _size - ((number - 1) * partSize));

    private string Path(string id) => string.Create(CultureInfo.InvariantCulture, $"{Service.Path("api/multipart/", key)}?upload_id={id}");

    private sealed record StoredPart(byte[] Md5, string ETag)
    {
        // Not where the bucket is encrypted with keys of KMS.
        public bool IsMd5 => ETag == Convert.ToHexStringLower(Md5);
    }
}
