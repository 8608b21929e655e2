using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using NvDemo.Benchmarks.Measuring;
using NvDemo.Core.Http;
using NvDemo.Core.Security;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Benchmarks;

/// <summary>
/// A file by an upload in parts, and back, and one by TUS: through the service, without HTTP in front of it, against the SDK's own calls to
/// the same Ceph with as many parts at once.
/// </summary>
internal sealed class LargeFilesBenchmark(HttpPipeline pipeline, AmazonS3Client s3) : IDisposable
{
    private const int PartSize = 16 << 20, Parts = 16, AtOnce = 4, Rounds = 3, DownRounds = 21;

    // Two chunks make a part.
    private const int ChunkSize = 4 << 20, TusParts = 8, TusPartSize = 2 * ChunkSize;
    private const string Key = "folder/large-file";

    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(PartSize);

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    public async Task<Table> RunAsync()
    {
        var table = new Table("Large files: MiB a second (budgets: ratio at least 0.9, by TUS 0.7)", "what", "NvDemo", "bare SDK", "ratio");
        const int size = Parts * PartSize, tusSize = TusParts * TusPartSize;
        Add("256 MiB up in parts, four at once", await AlternatingRun.MeasureAsync(
            Rounds, () => RateAsync(size, PutAsync), () => RateAsync(size, () => BarePutAsync(Parts, PartSize, AtOnce))));
        Add("256 MiB down", await AlternatingRun.MeasureAsync(DownRounds, () => RateAsync(size, GetAsync), () => RateAsync(size, BareGetAsync)));
        Add("64 MiB by TUS in chunks of 4 MiB, against parts of 8 MiB", await AlternatingRun.MeasureAsync(
            Rounds, () => RateAsync(tusSize, PutByTusAsync), () => RateAsync(tusSize, () => BarePutAsync(TusParts, TusPartSize, 1))));
        return table;

        void Add(string what, Ratio ratio) => table.Add(what, ratio.Ours, ratio.Floor, ratio.Value);
    }

    private static async Task<double> RateAsync(int bytes, Func<Task> transfer)
    {
        var clock = Stopwatch.StartNew();
        await transfer();
        return bytes / (double)(1 << 20) / clock.Elapsed.TotalSeconds;
    }

    private async Task PutAsync()
    {
        var (_, _, begun) = await SendAsync("POST", $"/api/multipart/{Key}", JsonSerializer.SerializeToUtf8Bytes(new { size = (long)Parts * PartSize }));
        var upload = JsonDocument.Parse(begun).RootElement;
        await Parallel.ForEachAsync(
            upload.GetProperty("parts").EnumerateArray(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (part, cancellation) =>
            {
                using var stored = await _http.PutAsync(part.GetProperty("url").GetString(), new ByteArrayContent(Content), cancellation);
                stored.EnsureSuccessStatusCode();
            });
        await SendAsync("PUT", $"/api/multipart/{Key}", default, query: new() { ["upload_id"] = upload.GetProperty("upload_id").GetString()! });
    }

    private async Task BarePutAsync(int parts, int partSize, int atOnce)
    {
        var id = (await s3.InitiateMultipartUploadAsync(LocalAws.Bucket, Key)).UploadId;
        var stored = new PartETag[parts];
        await Parallel.ForEachAsync(
            Enumerable.Range(1, parts),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (number, cancellation) => stored[number - 1] = new PartETag(number, (await s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = LocalAws.Bucket,
                    Key = Key,
                    UploadId = id,
                    PartNumber = number,
                    PartSize = partSize,
                    InputStream = new MemoryStream(Content, 0, partSize),
                    UseChunkEncoding = false,
                },
                cancellation)).ETag));
        await s3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = LocalAws.Bucket, Key = Key, UploadId = id, PartETags = [.. stored] });
    }

    private async Task GetAsync()
    {
        var (_, headers, _) = await SendAsync("GET", "/" + Key, default, expected: 302);
        await using var content = await _http.GetStreamAsync(headers["Location"]);
        await content.CopyToAsync(Stream.Null);
    }

    private async Task BareGetAsync()
    {
        using var response = await s3.GetObjectAsync(LocalAws.Bucket, Key);
        await response.ResponseStream.CopyToAsync(Stream.Null);
    }

    private async Task PutByTusAsync()
    {
        const int size = TusParts * TusPartSize;
        var filename = Convert.ToBase64String(Encoding.UTF8.GetBytes(Key));
        var (_, created, _) = await SendAsync("POST", "/api/tus/", default, headers: new()
        {
            ["Upload-Length"] = $"{size}",
            ["Upload-Metadata"] = $"filename {filename}",
        });
        var path = new Uri(created["Location"]).AbsolutePath;
        for (var offset = 0; offset < size; offset += ChunkSize)
        {
            await SendAsync("PATCH", path, Content.AsMemory(0, ChunkSize), headers: new()
            {
                ["Upload-Offset"] = $"{offset}",
                ["Content-Type"] = "application/offset+octet-stream",
            });
        }
    }

    private async Task<(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)> SendAsync(
        string method,
        string path,
        ReadOnlyMemory<byte> body,
        Dictionary<string, string>? query = null,
        Dictionary<string, string>? headers = null,
        int? expected = null)
    {
        (int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body) reply = default;
        var request = new Request
        {
            Method = method,
            Path = path,
            Query = query ?? [],
            Headers = new Dictionary<string, string>(headers ?? [], StringComparer.OrdinalIgnoreCase) { ["Tus-Resumable"] = "1.0.0" },
            Body = new MemoryStream(body.ToArray()),
            ContentLength = body.Length,
            RequestId = "benchmark",
            Principal = new Principal("client", Scopes.All),
        };
        await pipeline.RunAsync(
            request,
            (response, _) =>
            {
                reply = (response.Status, response.Headers, response.Bytes.ToArray());
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return reply.Status == expected || (expected is null && reply.Status < 300)
            ? reply
            : throw new InvalidOperationException($"{method} {path}: {reply.Status}");
    }
}
