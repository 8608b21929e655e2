using Amazon.S3;
using Amazon.S3.Model;
using Npgsql;
using NvDemo.Benchmarks.Measuring;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Benchmarks;

/// <summary>
/// Uploads and downloads through the service, without HTTP in front of it, against the SDK's own calls to the same Ceph and, for uploads, a
/// plain upsert into a table with the same indexes.
/// </summary>
internal sealed class FilesBenchmark : IAsyncDisposable
{
    private const int SmallSize = 4 * 1024, LargeSize = 1024 * 1024, Rounds = 5, Missing = 500;
    private const string Small = "folder/small", Large = "folder/large";

    private const string PlainUpsert = """
        INSERT INTO plain (s3_bucket, prefix_path, filename, date_added, size, content_type, etag) VALUES ($1, $2, $3, now(), $4, $5, $6)
        ON CONFLICT (s3_bucket, prefix_path) DO UPDATE SET
            date_added = excluded.date_added, size = excluded.size, content_type = excluded.content_type, etag = excluded.etag
        """;

    private static readonly (string Key, int Size)[] Files = [(Small, SmallSize), (Large, LargeSize)];
    private static readonly int[] Connections = [1, 8, 32, 64];
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private readonly IndexServices _services;
    private readonly RadosGateway _ceph;
    private readonly AmazonS3Client _s3;
    private readonly Client _client;
    private int _uploads;

    private FilesBenchmark(IndexServices services, RadosGateway ceph)
    {
        (_services, _ceph) = (services, ceph);
        // What Ceph does not take; Amazon's S3 gets it.
        Environment.SetEnvironmentVariable("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required");
        Environment.SetEnvironmentVariable("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required");
        _s3 = new AmazonS3Client(IndexServices.S3Credentials, new AmazonS3Config
        {
            ServiceURL = ceph.Endpoint.AbsoluteUri,
            AuthenticationRegion = LocalAws.Region,
            ForcePathStyle = true,
        });
        _client = new Client(services.Pipeline(LocalAws.Bucket, ceph.Endpoint));
    }

    public static async Task<Table[]> RunAsync()
    {
        var services = await IndexServices.StartAsync();
        await using var benchmark = new FilesBenchmark(services, await RadosGateway.StartAsync(services.LogDirectory));
        await services.ExecuteAsync("CREATE TABLE plain (LIKE files INCLUDING ALL)");
        await benchmark._s3.PutBucketAsync(LocalAws.Bucket);
        foreach (var (key, size) in Files)
            await benchmark.PutAsync(key, new byte[size]);
        using var large = new LargeFilesBenchmark(services.Pipeline(LocalAws.Bucket, benchmark._ceph.Endpoint), benchmark._s3);
        return [await large.RunAsync(), .. await benchmark.UploadsAsync(), await benchmark.DownloadsAsync(), await benchmark.MissingAsync()];
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _ceph.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task<Table[]> UploadsAsync()
    {
        var rates = new Table(
            "Upload of 4 KiB: a second, without HTTP (budget: the floor at most 1.3 × as many)", "connections", "NvDemo", "bare PUT + upsert",
            "floor to NvDemo");
        var processor = new Table(
            "Upload of 4 KiB: CPU time of Postgres, µs (budget: ratio at most 1.3)", "connections", "NvDemo", "plain upsert", "ratio");
        var postgres = await PostgresProcesses.OfAsync(_services.DataSource);
        var body = new byte[SmallSize];
        foreach (var connections in Connections)
        {
            var (ours, floor) = (new List<double>(), new List<double>());
            var ratio = await AlternatingRun.MeasureAsync(
                Rounds,
                () => WithProcessorAsync(ours, connections, number => _client.SendAsync(200, "PUT", $"/api/upload/{Key(number)}", body: body)),
                () => WithProcessorAsync(floor, connections, number => PutAndUpsertAsync(Key(number), body)));
            rates.Add(connections, ratio.Ours, ratio.Floor, 1 / ratio.Value);
            var (used, least) = (AlternatingRun.Median(ours), AlternatingRun.Median(floor));
            processor.Add(connections, used, least, used / least);
        }

        return [rates, processor];

        async Task<double> WithProcessorAsync(List<double> microseconds, int connections, Func<int, Task> upload)
        {
            var (before, first) = (postgres.ProcessorTime(), _uploads);
            var rate = await ClosedLoop.RateAsync(connections, Duration, _ => upload(Interlocked.Increment(ref _uploads)));
            microseconds.Add((postgres.ProcessorTime() - before).TotalMicroseconds / (_uploads - first));
            return rate;
        }
    }

    private async Task<Table> DownloadsAsync()
    {
        var table = new Table(
            "Download by key: a second, without HTTP (budget: the floor at most 1.2 × as many)", "size", "connections", "NvDemo", "bare GET",
            "floor to NvDemo");
        foreach (var (key, size) in Files)
        {
            foreach (var connections in Connections)
            {
                var ratio = await AlternatingRun.MeasureAsync(
                    Rounds,
                    () => ClosedLoop.RateAsync(connections, Duration, _ => _client.SendAsync(200, "GET", "/" + key)),
                    () => ClosedLoop.RateAsync(connections, Duration, _ => GetAsync(key)));
                table.Add($"{size / 1024} KiB", connections, ratio.Ours, ratio.Floor, 1 / ratio.Value);
            }
        }

        return table;
    }

    private async Task<Table> MissingAsync()
    {
        var table = new Table("Bytes allocated by a download", "what", "who", "bytes allocated");
        table.Add("4 KiB", "NvDemo", await AllocatedAsync(() => _client.SendAsync(200, "GET", "/" + Small)));
        table.Add("4 KiB", "bare GET", await AllocatedAsync(() => GetAsync(Small)));
        table.Add("404", "NvDemo", await AllocatedAsync(() => _client.SendAsync(404, "GET", "/folder/none")));
        table.Add("404", "bare GET", await AllocatedAsync(async () =>
        {
            try
            {
                await GetAsync("folder/none");
            }
            catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchKey")
            {
                // The SDK's way to say it.
            }
        }));
        return table;
    }

    private static async Task<double> AllocatedAsync(Func<Task> operation)
    {
        await operation();
        var before = Usage.Now();
        for (var i = 0; i < Missing; i++)
            await operation();
        return Usage.Now().Since(before).Allocated / Missing;
    }

    private static string Key(int number) => $"folder-{number % 100}/file-{number}.bin";

    private async Task<string> PutAsync(string key, byte[] body) => (await _s3.PutObjectAsync(new PutObjectRequest
    {
        BucketName = LocalAws.Bucket,
        Key = key,
        InputStream = new MemoryStream(body),
        UseChunkEncoding = false,
    })).ETag;

    private async Task PutAndUpsertAsync(string key, byte[] body)
    {
        var etag = await PutAsync(key, body);
        await using var connection = await _services.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(PlainUpsert, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = LocalAws.Bucket },
                new NpgsqlParameter<string> { TypedValue = key },
                new NpgsqlParameter<string> { TypedValue = key[(key.IndexOf('/') + 1)..] },
                new NpgsqlParameter<long> { TypedValue = body.Length },
                new NpgsqlParameter<string> { TypedValue = "application/octet-stream" },
                new NpgsqlParameter<string> { TypedValue = etag },
            },
        };
        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }

    private async Task GetAsync(string key)
    {
        using var response = await _s3.GetObjectAsync(LocalAws.Bucket, key);
        await response.ResponseStream.CopyToAsync(Stream.Null);
    }
}
