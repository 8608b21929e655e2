using System.Diagnostics;
using System.Globalization;
using NvDemo.Benchmarks.Measuring;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Benchmarks;

/// <summary>
/// How many of the requests for a page the cache answers while files are added: the first, a middle and the last page, each once a second.
/// </summary>
internal static class HitRateBenchmark
{
    private const int Rows = 5000, Asked = 35;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A little less than the life of a page.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(29.5);

    public static async Task<Table> RunAsync()
    {
        var table = new Table(
            $"Hits of the cache while files are added, each page asked for {Asked} times, once a second", "added a second", "page", "hits",
            "first reads", "expired after 30 s", "invalidated or late");
        await using var services = await IndexServices.StartAsync();

        // At the same time, as each has a bucket of its own.
        double[] rates = [0.1, 10, 100];
        var found = await Task.WhenAll(rates.Select(rate => RunAsync(services, rate)));
        foreach (var row in found.SelectMany(rows => rows))
            table.Add(row);
        return table;
    }

    private static async Task<object[][]> RunAsync(IndexServices services, double rate)
    {
        var bucket = $"changes-{rate}";
        await services.ExecuteAsync($"""
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, content_type, etag)
            SELECT '{bucket}', 'folder/' || n, n, timestamptz '2026-01-01Z' + n * interval '1 second', 1024, 'text/plain', md5(n::text)
            FROM generate_series(1, {Rows}) AS n
            """);
        using var stop = new CancellationTokenSource();
        var adding = AddAsync(services.Catalog(bucket), rate, stop.Token);
        var found = await Task.WhenAll(
            AskAsync(services, bucket, rate, "first", null), AskAsync(services, bucket, rate, "middle", Cursor(Rows / 2)),
            AskAsync(services, bucket, rate, "last", Cursor(Rows - 300)));
        await stop.CancelAsync();
        await adding;
        return found;
    }

    private static string Cursor(int row) =>
        new ListCursor($"folder/{row}", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(row)).Encode();

    private static async Task AddAsync(FileCatalog catalog, double rate, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var wait = TimeSpan.FromSeconds((i + 1) / rate) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var key = ObjectKey.FromBucket($"new/{Guid.NewGuid():N}");
            await catalog.RecordAsync(ObjectChange.Put(key, DateTime.UtcNow, $"{i}", 1024, "etag", "text/plain"), CancellationToken.None);
        }
    }

    private static async Task<object[]> AskAsync(IndexServices services, string bucket, double rate, string page, string? cursor)
    {
        var index = ReadCounter.Of(services.Index(bucket), out var counter);
        var client = new Client(services.Pipeline(bucket, index: index));
        var (hits, first, expired, invalidated) = (0, 0, 0, 0);
        var (isNew, readAt) = (true, 0L);
        using var timer = new PeriodicTimer(Period);
        for (var i = 0; i < Asked; i++)
        {
            var before = counter.Reads;
            var next = await client.SendAsync(200, "GET", "/api/list", cursor is null ? null : new Dictionary<string, string> { ["cursor"] = cursor });
            if (counter.Reads == before)
                hits++;
            else if (isNew)
                first++;
            else if (Stopwatch.GetElapsedTime(readAt) > Lifetime)
                expired++;
            else
                invalidated++;
            if (counter.Reads > before)
                readAt = Stopwatch.GetTimestamp();

            // Once it is full, the last page is the one behind it.
            isNew = page == "last" && next is not null;
            if (isNew)
                cursor = next;
            await timer.WaitForNextTickAsync();
        }

        return [rate.ToString(CultureInfo.InvariantCulture), page, hits, first, expired, invalidated];
    }
}
