using System.Text.Json;

namespace NvDemo.LocalClouds.Commands;

/// <summary><c>reconcile</c>: runs the function <c>reconcile</c> of the running stack's AWS side, a stretch of keys at a time.</summary>
internal static class ReconcileCommand
{
    private const int Stretch = 50_000;

    public static async Task RunAsync(bool isDryRun)
    {
        using var clouds = await RunningClouds.FindAsync();
        var next = (string?)"";
        var totals = new SortedDictionary<string, long>();
        while (next is not null)
        {
            var input = JsonSerializer.Serialize(new { dry_run = isDryRun, after = next, max_keys = Stretch });
            using var report = JsonDocument.Parse(await clouds.InvokeAsync("reconcile", input));
            foreach (var property in report.RootElement.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Number))
                totals[property.Name] = totals.GetValueOrDefault(property.Name) + property.Value.GetInt64();
            foreach (var sample in report.RootElement.GetProperty("samples").EnumerateArray())
                Console.WriteLine(sample.GetString());
            next = report.RootElement.TryGetProperty("next", out var key) ? key.GetString() : null;
            if (next is not null)
                Console.WriteLine($"… {totals["objects"]} objects and {totals["files"]} files so far, at {next}");
        }

        var outcome = isDryRun ? "nothing was changed" : $"{totals["repaired"]} repaired, {totals["purged"]} old tombstones forgotten";
        Console.WriteLine(
            $"{totals["objects"]} objects, {totals["files"]} files: {totals["missing"]} missing, {totals["stale"]} stale, {totals["ghosts"]} ghosts; {outcome}.");
    }
}
