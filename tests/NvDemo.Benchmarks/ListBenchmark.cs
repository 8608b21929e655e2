using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Benchmarks.Measuring;
using NvDemo.Core.Http;
using NvDemo.Core.Index;
using StackExchange.Redis;

namespace NvDemo.Benchmarks;

/// <summary>
/// Pages from the cache over HTTP, against an endpoint of the same Kestrel that sends the same bytes from one <c>GET</c> of the same Redis;
/// and pages that are not in the cache, without HTTP, against the query alone.
/// </summary>
internal sealed class ListBenchmark : IAsyncDisposable
{
    private const string Bucket = "list";
    private const int Limit = 500, Pages = 64, Rounds = 5, Misses = 1000;
    private static readonly int[] Connections = [1, 8, 32, 64];
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly DateTime FirstDate = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly IndexServices _services;
    private readonly HttpPipeline _pipeline;
    private readonly IListCache _cache;
    private int _strangers;

    private ListBenchmark(IndexServices services)
    {
        _services = services;
        _pipeline = services.Pipeline(Bucket);
        _cache = services.Cache(Bucket);
    }

    /// <summary>Pages from the cache.</summary>
    public static async Task<Table[]> CachedAsync()
    {
        await using var benchmark = await FilledAsync();
        return await benchmark.OfCachedAsync();
    }

    /// <summary>Pages that are not in the cache.</summary>
    public static async Task<Table[]> MissedAsync()
    {
        await using var benchmark = await FilledAsync();
        return [await benchmark.OfMissedAsync(), await benchmark.MissCostAsync()];
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<ListBenchmark> FilledAsync()
    {
        var benchmark = new ListBenchmark(await IndexServices.StartAsync());
        await benchmark._services.ExecuteAsync($"""
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, content_type, etag)
            SELECT '{Bucket}', 'folder/' || n || '.txt', n || '.txt', timestamptz '2026-01-01Z' + n * interval '1 second', 1024, 'text/plain', md5(n::text)
            FROM generate_series(1, {(Pages + 1) * Limit}) AS n
            """);
        await benchmark._services.ExecuteAsync("VACUUM ANALYZE files");
        return benchmark;
    }

    private async Task<Table[]> OfCachedAsync()
    {
        var rates = new Table(
            "List from the cache: requests/s over HTTP (budget: ratio at least 0.9)", "rows", "connections", "NvDemo", "bare Redis GET", "ratio");
        var costs = new Table(
            "List from the cache: what a request costs, at 8 connections", "rows", "who", "bytes allocated", "gen-2 collections",
            "CPU ms per 1,000", "Postgres transactions per 1,000");
        var redis = await _services.RedisAsync();
        var client = new Client(_pipeline);
        await using var server = await HttpServer.StartAsync(context =>
            context.Request.Path == "/bare" ? BareAsync(redis, context) : client.AnswerAsync(context));
        using var http = new HttpClient();
        foreach (var rows in (int[])[3, Limit])
        {
            var (page, bare) = (new Uri(server.Url, $"/api/list?limit={rows}"), new Uri(server.Url, $"/bare?{rows}"));
            await redis.StringSetAsync(bare.Query, await http.GetByteArrayAsync(page));
            foreach (var connections in Connections)
            {
                var ratio = await AlternatingRun.MeasureAsync(
                    Rounds, () => Wrk.RateAsync(page, connections, 2 * OneSecond), () => Wrk.RateAsync(bare, connections, 2 * OneSecond));
                rates.Add(rows, connections, ratio.Ours, ratio.Floor, ratio.Value);
            }

            costs.Add([rows, "NvDemo", .. await CostAsync(page)]);
            costs.Add([rows, "bare Redis GET", .. await CostAsync(bare)]);
        }

        return [rates, costs];
    }

    private async Task<object[]> CostAsync(Uri url)
    {
        var (transactions, before) = (await TransactionsAsync(), Usage.Now());
        var rate = await Wrk.RateAsync(url, 8, 5 * OneSecond);
        var used = Usage.Now().Since(before);
        var requests = rate * 5;
        return
        [
            used.Allocated / requests, used.Collections, used.Processor.TotalMilliseconds / requests * 1000,
            (await TransactionsAsync() - transactions) / requests * 1000,
        ];
    }

    private static async Task BareAsync(IDatabase redis, HttpContext context)
    {
        using var page = await redis.StringGetLeaseAsync(context.Request.QueryString.Value);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = page!.Length;
        await context.Response.Body.WriteAsync(page.Memory);
    }

    /// <summary>What Postgres has committed in the database. A process that has nothing to do tells it ten seconds late.</summary>
    private async Task<long> TransactionsAsync()
    {
        await Task.Delay(11 * OneSecond);
        await using var other = new NpgsqlConnection($"{_services.ConnectionString};Database=postgres;Pooling=false");
        await other.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT xact_commit FROM pg_stat_database WHERE datname = 'nvdemo'", other);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<Table> OfMissedAsync()
    {
        var table = new Table(
            "List of 500 rows that is not in the cache: ms a page, without HTTP (budget: ratio at most 1.3)", "page", "connections", "NvDemo",
            "bare query", "ratio");
        foreach (var connections in Connections)
        {
            var ratio = await AlternatingRun.MeasureAsync(
                Rounds,
                () => ClosedLoop.MedianAsync(connections, OneSecond, async client =>
                {
                    await InvalidateAsync();
                    return await TimeAsync(() => new Client(_pipeline).SendAsync(200, "GET", "/api/list", Page(client)));
                }),
                () => ClosedLoop.MedianAsync(connections, OneSecond, async client =>
                {
                    await InvalidateAsync();
                    return await TimeAsync(() => QueryAsync(client));
                }));
            table.Add("invalidated before each", connections, ratio.Ours, ratio.Floor, ratio.Value);
        }

        foreach (var connections in Connections)
        {
            var ratio = await AlternatingRun.MeasureAsync(
                Rounds,
                () => EmptyFirstAsync(() => ClosedLoop.MedianAsync(connections, OneSecond, _ => TimeAsync(NewPageAsync))),
                () => EmptyFirstAsync(() => ClosedLoop.MedianAsync(connections, OneSecond, client => TimeAsync(() => QueryAsync(client)))));
            table.Add("asked for the first time", connections, ratio.Ours, ratio.Floor, ratio.Value);
        }

        return table;
    }

    private async Task<Table> MissCostAsync()
    {
        var table = new Table(
            "List of 500 rows that is not in the cache: what a page costs (budget: 150 KB)", "who", "bytes allocated", "CPU µs", "CPU µs of Postgres");
        var postgres = await PostgresProcesses.OfAsync(_services.DataSource);
        table.Add(["NvDemo", .. await BeyondInvalidationAsync(() => new Client(_pipeline).SendAsync(200, "GET", "/api/list", Page(0)))]);
        table.Add(["bare query", .. await BeyondInvalidationAsync(() => QueryAsync(0))]);
        return table;

        async Task<object[]> BeyondInvalidationAsync(Func<Task> read)
        {
            await OfAsync(read);
            var (all, least) = (await OfAsync(read), await OfAsync(() => Task.CompletedTask));
            return [all.Allocated - least.Allocated, all.Processor - least.Processor, all.Postgres - least.Postgres];
        }

        async Task<(double Allocated, double Processor, double Postgres)> OfAsync(Func<Task> operation)
        {
            var (before, postgresBefore) = (Usage.Now(), postgres.ProcessorTime());
            for (var i = 0; i < Misses; i++)
            {
                await InvalidateAsync();
                await operation();
            }

            var used = Usage.Now().Since(before);
            return (used.Allocated / Misses, used.Processor.TotalMicroseconds / Misses, (postgres.ProcessorTime() - postgresBefore).TotalMicroseconds / Misses);
        }
    }

    private async Task<double> EmptyFirstAsync(Func<Task<double>> measure)
    {
        await IndexServices.EmptyAsync(await _services.RedisAsync());
        return await measure();
    }

    private ValueTask InvalidateAsync() => _cache.InvalidateAsync([ListRegion.All], CancellationToken.None);

    // Each row begins a page of its own, of which a client may have 64 a minute cached.
    private Task NewPageAsync()
    {
        var number = Interlocked.Increment(ref _strangers);
        return new Client(_pipeline, $"client-{number / Pages}").SendAsync(200, "GET", "/api/list", After(1 + (number % (Pages * Limit))));
    }

    private static Dictionary<string, string> Page(int number) => After((number * Limit) + 1);

    private static Dictionary<string, string> After(int row) => new() { ["cursor"] = Cursor(row).Encode() };

    private static ListCursor Cursor(int row) => new($"folder/{row}.txt", FirstDate.AddSeconds(row));

    private static async Task<double> TimeAsync(Func<Task> operation)
    {
        var started = Stopwatch.GetTimestamp();
        await operation();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>The rows of a page and the one that tells whether another follows, as text where they are.</summary>
    private async Task QueryAsync(int page)
    {
        var cursor = Cursor((page * Limit) + 1);
        await using var connection = await _services.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(FileIndexSql.ListByDate, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = Bucket },
                new NpgsqlParameter<DateTime> { TypedValue = cursor.DateAdded!.Value },
                new NpgsqlParameter<string> { TypedValue = cursor.Key },
                new NpgsqlParameter<int> { TypedValue = Limit + 2 },
            },
        };
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = (reader.GetString(0), reader.GetDateTime(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4));
    }
}
