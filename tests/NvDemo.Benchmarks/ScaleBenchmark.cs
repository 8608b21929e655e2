using System.Diagnostics;
using Npgsql;
using NvDemo.Adapters.Postgres;
using NvDemo.Benchmarks.Measuring;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Benchmarks;

/// <summary>
/// What each shape of a list costs as the index grows: the buffers that Postgres reads, and the time of the prepared statement, measured in
/// turn with the same of the smallest table. Each size is a table in a schema of its own, which the statements find by their search path.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Smallest = 10_000, Rows = 501, Rounds = 51;
    private const string Bucket = "bucket";
    private static readonly DateTime FirstDate = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task<Table> RunAsync(int most)
    {
        var table = new Table(
            "A list page of 501 rows by the size of the index (budgets: 30 buffers beyond the rows, 6 for each folder; 1.2 × the time at 10,000)",
            "files", "list", "rows", "buffers", "ms", "ms at 10,000", "ratio");
        await using var services = await IndexServices.StartAsync();
        await using var smallest = await FillAsync(services, Smallest);
        foreach (var size in ((int[])[Smallest, 1_000_000, 10_000_000]).Where(size => size <= most))
        {
            await using var filled = size == Smallest ? null : await FillAsync(services, size);
            var connection = filled ?? smallest;
            foreach (var (ours, floor) in Shapes(size).Zip(Shapes(Smallest)))
            {
                var (buffers, rows, _) = await ExecutedPlan.OfAsync(connection, ours.Sql, ours.Values);
                var ratio = await AlternatingRun.MeasureAsync(Rounds, () => TimeAsync(connection, ours), () => TimeAsync(smallest, floor));
                table.Add(size, ours.Name, rows, buffers, ratio.Ours, ratio.Floor, ratio.Value);
            }

            if (filled is not null)
                await DeleteAsync(filled, table, size);
        }

        return table;
    }

    private static Shape[] Shapes(int size) =>
    [
        new("by date, first page", FileIndexSql.ListByDate, [Bucket, FirstDate, "", Rows]),
        new("by date, last page", FileIndexSql.ListByDate, [Bucket, FirstDate.AddSeconds(size - Rows + 1), "", Rows]),
        new("folder of half of them, first page", FileIndexSql.ListByKey, [Bucket, "large/", "large0", Rows]),
        new("folder of half of them, last page", FileIndexSql.ListByKey, [Bucket, $"large/{size - 1300:D9}", "large0", Rows]),
        new("folder of half of them, folded", FileIndexSql.ListFolded, [Bucket, "large/", "large/", "large0", Rows]),
        new("all, folded", FileIndexSql.ListFolded, [Bucket, "", "", "~", Rows]),
        new("600 folders, folded", FileIndexSql.ListFolded, [Bucket, "many/", "many/", "many0", Rows]),
    ];

    /// <summary>A folder with a hundredth of the files is deleted, as whoever lists it next finds it.</summary>
    private static async Task DeleteAsync(NpgsqlConnection connection, Table table, int size)
    {
        await ExecuteAsync(connection, "UPDATE files SET deleted_at = now() WHERE prefix_path LIKE 'gone/%'");
        await MeasureAsync("at once");
        await MeasureAsync("again");
        await ExecuteAsync(connection, "VACUUM files");
        await MeasureAsync("after vacuum");

        async Task MeasureAsync(string when)
        {
            var shape = new Shape("", FileIndexSql.ListByKey, [Bucket, "gone/", "gone0", Rows]);
            var (buffers, rows, milliseconds) = await ExecutedPlan.OfAsync(connection, shape.Sql, shape.Values);
            table.Add(size, $"folder of {size / 100:N0} just deleted, {when}", rows, buffers, milliseconds, double.NaN, double.NaN);
        }
    }

    /// <summary>A table of that many files, and a connection that finds it. The indexes are built when it is full.</summary>
    private static async Task<NpgsqlConnection> FillAsync(IndexServices services, int size)
    {
        var schema = $"files_{size}";
        await services.ExecuteAsync($"CREATE SCHEMA {schema}");
        await services.ExecuteAsync($"CREATE TABLE {schema}.files (LIKE files INCLUDING DEFAULTS) WITH (autovacuum_enabled = off)");
        await services.ExecuteAsync($"""
            INSERT INTO {schema}.files (s3_bucket, prefix_path, filename, date_added, size, content_type, etag)
            SELECT '{Bucket}', key, 'name', timestamptz '2026-01-01Z' + n * interval '1 second', 1024, 'text/plain', md5(n::text)
            FROM (
                SELECT n, CASE
                    WHEN n % 10 = 0 THEN 'many/' || lpad((n / 10 % 600)::text, 3, '0') || '/' || n
                    WHEN n % 100 = 1 THEN 'gone/' || lpad(n::text, 9, '0')
                    WHEN n % 2 = 0 THEN 'large/' || lpad(n::text, 9, '0')
                    ELSE 'other/' || n % 1000 || '/' || n END AS key
                FROM generate_series(1, {size}) AS n
            ) AS file
            """);
        await using (var indexes = services.DataSource.CreateCommand(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'public.files'::regclass"))
        {
            await using var reader = await indexes.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                await services.ExecuteAsync(reader.GetString(0).Replace("public.files", $"{schema}.files", StringComparison.Ordinal));
        }

        await services.ExecuteAsync($"VACUUM ANALYZE {schema}.files");

        // With the plan that prepared statements come to.
        var connection = new NpgsqlConnection(
            $"{services.ConnectionString};Search Path={schema},public;Options=-c plan_cache_mode=force_generic_plan;Command Timeout=600");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<double> TimeAsync(NpgsqlConnection connection, Shape shape)
    {
        await using var command = await shape.PrepareAsync(connection);
        var started = Stopwatch.GetTimestamp();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = reader.GetString(0);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Shape(string Name, string Sql, object[] Values)
    {
        public async Task<NpgsqlCommand> PrepareAsync(NpgsqlConnection connection)
        {
            var command = new NpgsqlCommand(Sql, connection);
            foreach (var value in Values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            await command.PrepareAsync();
            return command;
        }
    }
}
