using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Benchmarks.Measuring;
using NvDemo.Core.Reconciliation;

namespace NvDemo.Benchmarks;

/// <summary>
/// Reconciles a real index with a generated listing of as many objects: an empty index, one that is right, and one of which a hundredth
/// is wrong. The memory is the process's peak so far, which must not grow with the number of objects.
/// </summary>
internal static class ReconcileBenchmark
{
    public static async Task<Table> RunAsync(int count)
    {
        var table = new Table("Reconciling", "index", "objects", "seconds", "objects a second", "repaired", "peak memory MiB");
        await using var services = await IndexServices.StartAsync();
        var catalog = services.Catalog("bucket");
        var reconciler = new Reconciler(new GeneratedBucket(count), catalog, TimeProvider.System, NullLogger<Reconciler>.Instance);

        await MeasureAsync(table, "empty", new Reconciler(
            new GeneratedBucket(count / 10), services.Catalog("tenth"), TimeProvider.System, NullLogger<Reconciler>.Instance));
        await MeasureAsync(table, "empty", reconciler);
        await MeasureAsync(table, "nothing to repair", reconciler);
        await BreakAsync(services);
        await MeasureAsync(table, "one in a hundred wrong", reconciler);
        return table;
    }

    private static async Task MeasureAsync(Table table, string what, Reconciler reconciler)
    {
        var clock = Stopwatch.StartNew();
        var report = await reconciler.RunAsync(new ReconcileRequest(), CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        table.Add(what, report.Objects, seconds, report.Objects / seconds, report.Repaired, process.PeakWorkingSet64 / 1024 / 1024);
    }

    private static async Task BreakAsync(IndexServices services)
    {
        await using var connection = new Npgsql.NpgsqlConnection(services.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            "UPDATE files SET etag = 'wrong' WHERE s3_bucket = 'bucket' AND right(prefix_path, 2) = '00'", connection);
        await command.ExecuteNonQueryAsync();
    }
}
