using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Benchmarks.Measuring;
using NvDemo.Core.Index;
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
        var reconciler = Reconciler(count, services.Catalog("bucket"));
        await MeasureAsync(table, "empty", Reconciler(count / 10, services.Catalog("tenth")));
        await MeasureAsync(table, "empty", reconciler);
        await MeasureAsync(table, "nothing to repair", reconciler);
        await BreakAsync(services);
        await MeasureAsync(table, "one in a hundred wrong", reconciler);
        return table;
    }

    private static Reconciler Reconciler(int count, FileCatalog catalog)
    {
        var bucket = new GeneratedBucket(count);
        var types = new ContentTypeReader(bucket, catalog, NullLogger<ContentTypeReader>.Instance);
        return new Reconciler(bucket, catalog, types, TimeProvider.System, NullLogger<Reconciler>.Instance);
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
