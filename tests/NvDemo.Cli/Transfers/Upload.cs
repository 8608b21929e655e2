using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace NvDemo.Cli.Transfers;

/// <summary>
/// Stores a file: a small one by one request, a larger one in parts that go to S3 itself, several at once. An upload that was interrupted
/// goes on with the parts that are stored, if they are those of this file: S3 says so by their entity tags, so nothing is kept here. Another
/// one to the same key is left alone: it may be somebody else's.
/// </summary>
internal sealed class Upload(Service service, string file, string key, UploadOptions options, TransferProgress progress)
{
    // The service's own limit by default; where it is lower, the file goes in parts as well.
    private const long InlineLimit = 4 << 20;

    private const int Attempts = 6;

    // What the system has taken of a part may take as long on a slow connection.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    // Of what a symbolic link leads to.
    private readonly long _size = FilePart.LengthOf(file);

    /// <summary>The size of the file, in bytes.</summary>
    public long Size => _size;

    /// <summary>The size of parts that suits a file, in bytes: 16 MiB, or as many more as 10,000 parts take; as the service has it.</summary>
    public static long UsualPartSize(long size) => Math.Max(16L << 20, ((size / 10_000 / (1L << 20)) + 1) * (1L << 20));

    public static int CountOf(long size, long partSize) => (int)Math.Max(1, (size + partSize - 1) / partSize);

    /// <summary>Stores it.</summary>
    /// <returns>Its entity tag, without quotes.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        progress.Begin(key, _size);
        // Where nobody can say what is there, the condition decides.
        if (options.IsNew && _size > InlineLimit && await StoredFile.TryFindAsync(service, key, cancellation) is { } there)
            return await EtagIfSameAsync(there, cancellation) ?? throw new ServiceException($"412: {key} is there already.");
        try
        {
            if (_size <= InlineLimit)
                return await PutAsync(cancellation);
        }
        catch (ServiceException e) when (e.Status is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.RequestTimeout)
        {
            // The service's limit is lower, or the connection too slow for the time that it has.
        }

        return await PutInPartsAsync(cancellation);
    }

    private (string, string)[] Conditions => options.IsNew ? [("If-None-Match", "*")] : [];

    private async Task<string> PutAsync(CancellationToken cancellation)
    {
        var content = await File.ReadAllBytesAsync(file, cancellation);
        var sha256 = SHA256.HashData(content);
        var digest = $"sha-256=:{Convert.ToBase64String(sha256)}:";
        try
        {
            using var response = await service.SendAsync(
                HttpMethod.Put, Service.Path("api/upload/", key), () => new ByteArrayContent(content), cancellation, [("Content-Digest", digest), .. Conditions]);
            progress.Add(content.Length);
            return Service.ETag(response);
        }
        catch (ServiceException e) when (e.MayBeDone || (options.IsNew && e.Status == HttpStatusCode.PreconditionFailed))
        {
            var sent = new StoredFile(_size, StoredPart.Of(await Md5Async(1, _size, cancellation)).ETag, Convert.ToHexStringLower(sha256));
            if (await StoredFile.TryFindAsync(service, key, cancellation) is { } stored && stored.IsAs(sent))
                return stored.ETag ?? sent.ETag!;
            throw;
        }
    }

    // The whole is not sent to find out in the end that it is there.
    private async Task<string?> EtagIfSameAsync(StoredFile there, CancellationToken cancellation)
    {
        if (there.Size != _size || there.ETag is not { } etag || await EntityTags.FitAsync(file, etag, cancellation) is not true)
            return null;
        progress.Add(_size);
        return etag;
    }

    private async Task<string> PutInPartsAsync(CancellationToken cancellation)
    {
        var (id, partSize, before) = await FindAsync(cancellation) ?? await BeginAsync(cancellation);
        var parts = new StoredPart[CountOf(_size, partSize)];
        foreach (var (number, part) in before)
        {
            parts[number - 1] = part;
            progress.Add(SizeOf(number, partSize));
        }

        using var storage = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        await foreach (var state in StatesAsync(id, cancellation))
        {
            // What somebody else has stored meanwhile is refused in the end, unless it is the same.
            foreach (var number in state.GetProperty("stored").EnumerateArray().Select(part => part.GetProperty("number").GetInt32()))
                parts[number - 1] ??= StoredPart.Of(await Md5Async(number, partSize, cancellation));
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
        }

        return await CompleteAsync(id, parts, cancellation);
    }

    /// <summary>An upload to this key that was interrupted, with what is stored of it, all of which is of this file.</summary>
    private async Task<Begun?> FindAsync(CancellationToken cancellation)
    {
        var found = await service.AskAsync(HttpMethod.Get, $"api/multipart?prefix={Uri.EscapeDataString(key)}", null, cancellation);
        foreach (var upload in found.GetProperty("uploads").EnumerateArray())
        {
            if (upload.GetProperty("key").GetString() != key || upload.GetProperty("size").GetInt64() != _size)
                continue;
            var (id, partSize) = (upload.GetProperty("upload_id").GetString()!, upload.GetProperty("part_size").GetInt64());
            if (await StoredAsync(id, partSize, cancellation) is { Count: > 0 } stored)
                return new Begun(id, partSize, stored);
        }

        return null;
    }

    /// <summary>The parts that are stored; <c>null</c> where one is another file's, or the upload is not there any more.</summary>
    private async Task<Dictionary<int, StoredPart>?> StoredAsync(string id, long partSize, CancellationToken cancellation)
    {
        var parts = new Dictionary<int, StoredPart>();
        try
        {
            await foreach (var state in StatesAsync(id, cancellation))
            {
                if (!await AddAsync(state))
                    return null;
            }

            return parts;
        }
        catch (ServiceException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // It was completed or given up, perhaps at this moment.
            return null;
        }

        async Task<bool> AddAsync(JsonElement state)
        {
            foreach (var part in state.GetProperty("stored").EnumerateArray())
            {
                var number = part.GetProperty("number").GetInt32();
                var stored = new StoredPart(await Md5Async(number, partSize, cancellation), part.GetProperty("etag").GetString()!.Trim('"'));
                if (!stored.IsMd5)
                    return false;
                parts.Add(number, stored);
            }

            return true;
        }
    }

    /// <summary>How far an upload is, page by page.</summary>
    private async IAsyncEnumerable<JsonElement> StatesAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (long? from = 1; from is { } first;)
        {
            var state = await service.AskAsync(HttpMethod.Get, $"{Path(id)}&from={first}", null, cancellation);
            yield return state;
            from = state.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }
    }

    private async Task<Begun> BeginAsync(CancellationToken cancellation)
    {
        var begun = await service.AskAsync(
            HttpMethod.Post, Service.Path("api/multipart/", key), () => JsonContent.Create(new { size = _size }), cancellation);
        return new Begun(begun.GetProperty("upload_id").GetString()!, begun.GetProperty("part_size").GetInt64(), []);
    }

    /// <summary>Stores a part.</summary>
    /// <returns>Its entity tag, without quotes.</returns>
    private async Task<string> PutPartAsync(
        HttpClient storage, string id, int number, long partSize, string url, byte[] md5, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sent = 0L;
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silence.CancelAfter(Silence);
            try
            {
                using var content = new StreamContent(FilePart.Open(file, (number - 1) * partSize, SizeOf(number, partSize), read =>
                {
                    sent += read;
                    progress.Add(read);
                    silence.CancelAfter(Silence);
                }));
                content.Headers.ContentLength = SizeOf(number, partSize);
                // S3 refuses a part that arrives otherwise.
                content.Headers.ContentMD5 = md5;
                using var response = await storage.PutAsync(new Uri(url), content, silence.Token);
                if (response.IsSuccessStatusCode)
                    return response.Headers.ETag!.Tag.Trim('"');
                if (attempt == Attempts)
                    throw new ServiceException($"Part {number} of {key} is refused: {(int)response.StatusCode}.");
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                if (attempt == Attempts)
                    throw new ServiceException($"Part {number} of {key} does not get through: {(e is OperationCanceledException ? "S3 is silent." : e.Message)}");
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
        var etag = Service.ETag(response);
        return etag == EntityTags.Of([.. stored.Select(part => part.Md5)]) || !stored.Any(part => part.IsMd5)
            ? etag
            : throw new ServiceException($"{key} is stored, but not as {file} is: its entity tag is {etag}.");
    }

    private Task<byte[]> Md5Async(int number, long partSize, CancellationToken cancellation) =>
        EntityTags.OfPartAsync(file, (number - 1) * partSize, SizeOf(number, partSize), cancellation);

    private long SizeOf(int number, long partSize) => Math.Min(partSize, _size - ((number - 1) * partSize));

    private string Path(string id) => string.Create(CultureInfo.InvariantCulture, $"{Service.Path("api/multipart/", key)}?upload_id={id}");

    /// <summary>An upload, with the parts that are stored.</summary>
    private sealed record Begun(string Id, long PartSize, Dictionary<int, StoredPart> Stored);

    private sealed record StoredPart(byte[] Md5, string ETag)
    {
        // Not where the bucket is encrypted with keys of KMS.
        public bool IsMd5 => ETag == Of(Md5).ETag;

        public static StoredPart Of(byte[] md5) => new(md5, Convert.ToHexStringLower(md5));
    }
}
