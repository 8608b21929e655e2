using System.Text.Json;

namespace NvDemo.LocalClouds.Commands;

/// <summary><c>reconcile</c>: makes the index of the running clouds equal to the bucket. With <c>--dry-run</c> it only looks.</summary>
internal static class ReconcileCommand
{
    public static async Task RunAsync(bool isDryRun, bool isJson)
    {
        using var clouds = await RunningClouds.FindAsync();
        var report = await clouds.All[0].ReconcileAsync(isDryRun, line => (isJson ? Console.Error : Console.Out).WriteLine(line));
        if (isJson)
            Console.WriteLine(JsonSerializer.Serialize(new { dry_run = isDryRun, report }));
        else
            Console.WriteLine(report is null ? "The function reconcile of the Azure side runs. Its report is in the log: ./nv logs functions" : Line(report, isDryRun));
    }

    private static string Line(ReconcileTotals report, bool isDryRun)
    {
        var outcome = isDryRun ? "nothing was changed" : $"{report.Repaired} repaired, {report.Purged} old tombstones forgotten";
        return $"{report.Objects} objects, {report.Files} files: {report.Missing} missing, {report.Stale} stale, {report.Ghosts} ghosts, {report.Unlistable} that can't be listed; {outcome}.";
    }
}
