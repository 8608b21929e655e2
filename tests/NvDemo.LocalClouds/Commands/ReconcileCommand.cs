namespace NvDemo.LocalClouds.Commands;

/// <summary><c>reconcile</c>: makes the index of the running clouds equal to the bucket. With <c>--dry-run</c> it only looks.</summary>
internal static class ReconcileCommand
{
    public static async Task RunAsync(bool isDryRun)
    {
        using var clouds = await RunningClouds.FindAsync();
        await clouds.All[0].ReconcileAsync(isDryRun);
    }
}
