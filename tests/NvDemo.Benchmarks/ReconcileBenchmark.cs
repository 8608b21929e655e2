using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Core.Reconciliation;

namespace NvDemo.Benchmarks;

/// <summary>
/// Reconciles a real index with a generated listing of as many objects: an empty index, one that is right, and one of which a hundredth
/// is wrong. The memory is the process's peak so far, which must not grow with the number of objects.
/// </summary>
internal static class ReconcileBenchmark
{
    public static async Task RunAsync(int count)
    {
        await using var services = await IndexServices.StartAsync();
        var catalog = services.Catalog("bucket");
        var reconciler = new Reconciler(new GeneratedBucket(count), catalog, TimeProvider.System, NullLogger<Reconciler>.Instance);

        await MeasureAsync($"{count / 10:N0} objects, empty index", new Reconciler(
            new GeneratedBucket(count / 10), services.Catalog("tenth"), TimeProvider.System, NullLogger<Reconciler>.Instance));
        await MeasureAsync($"{count:N0} objects, empty index", reconciler);
        await MeasureAsync($"{count:N0} objects, nothing to repair", reconciler);
        await BreakAsync(services);
        await MeasureAsync($"{count:N0} objects, one in a hundred wrong", reconciler);
    }

    private static async Task MeasureAsync(string what, Reconciler reconciler)
    {
        var clock = Stopwatch.StartNew();
        var report = await reconciler.RunAsync(new ReconcileRequest(), CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{what}: {seconds:0.0} s, {report.Objects / seconds:N0} objects/s, {report.Repaired:N0} repaired, "
            + $"peak memory {process.PeakWorkingSet64 / 1024 / 1024} MiB");
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
