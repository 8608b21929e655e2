using System.Net;
using System.Net.Http.Headers;

namespace NvDemo.Cli.Transfers;

/// <summary>
/// Fetches a file from S3 itself, by URLs that the service signs. What has arrived is kept beside the target, with the entity tag in its name,
/// until it is whole: a download that was interrupted goes on there, if the file is still the same.
/// </summary>
internal sealed class Download(Service service, string key, string target, TransferProgress progress)
{
    private const string Suffix = ".nvpart";
    private const int Attempts = 6;

    // A connection that is lost may say nothing.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Fetches it.</summary>
    /// <returns>Whether its checksum was verified: not all entity tags tell one.</returns>
    /// <exception cref="ServiceException">It is not there.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        using var storage = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (part, etag, isWhole) = await FetchAsync(storage, cancellation);
                var fits = await EntityTags.FitAsync(part, etag, cancellation);
                if (fits is not false || isWhole)
                {
                    File.Move(part, target, overwrite: true);
                    return fits is true;
                }

                // What was there before may have been something else.
                File.Delete(part);
            }
            catch (Exception e) when (attempt < Attempts && (e is HttpRequestException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), cancellation);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new ServiceException($"{key} does not come: S3 is silent.");
            }
        }
    }

    private async Task<(string Part, string ETag, bool IsWhole)> FetchAsync(HttpClient storage, CancellationToken cancellation)
    {
        var url = (await service.AskAsync(HttpMethod.Get, Service.Path("api/download_presigned/", key), null, cancellation)).GetProperty("url").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
        var before = Before();
        if (before is { } there)
        {
            request.Headers.Range = new RangeHeaderValue(there.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue($"\"{there.ETag}\""));
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Silence);
        using var response = await storage.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && before is { } whole)
            return (whole.Part, whole.ETag, IsWhole: false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"S3 refuses {key}: {(int)response.StatusCode}.");
        var etag = response.Headers.ETag!.Tag.Trim('"');
        var isRest = response.StatusCode == HttpStatusCode.PartialContent;
        if (before is { } other && !isRest)
            File.Delete(other.Part);
        var part = $"{target}.{etag}{Suffix}";
        await using var file = new FileStream(part, isRest ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        progress.Begin(key, file.Length + response.Content.Headers.ContentLength!.Value);
        progress.Add(file.Length);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[256 * 1024];
        while (await ReadAsync(body, buffer, silence.Token) is > 0 and var read)
        {
            silence.CancelAfter(Silence);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            progress.Add(read);
        }

        return (part, etag, IsWhole: !isRest);
    }

    // A connection that breaks is another thing than a disk that is full.
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    /// <summary>What has arrived before.</summary>
    private (string Part, string ETag, long Length)? Before()
    {
        var name = Path.GetFileName(target) + ".";
        foreach (var part in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(target))!, "*" + Suffix))
        {
            var file = Path.GetFileName(part);
            if (file.StartsWith(name, StringComparison.Ordinal) && file[name.Length..^Suffix.Length] is var etag && !etag.Contains('.') && new FileInfo(part).Length is > 0 and var length)
                return (part, etag, length);
        }

        return null;
    }
}
