namespace NvDemo.LocalClouds.Commands;

/// <summary>
/// <c>redrive</c>: gives the messages that the running clouds have given up another five tries. With <c>--dry-run</c> it
/// shows them and moves nothing.
/// </summary>
internal static class RedriveCommand
{
    private const int ShownLength = 200;

    public static async Task<int> RunAsync(bool isDryRun)
    {
        using var clouds = await RunningClouds.FindAsync();
        Func<IRunningCloud, Task> handle = isDryRun ? ShowAsync : MoveAsync;

        // One cloud that is out does not hold up the other.
        var areDone = true;
        foreach (var cloud in clouds.All)
            areDone &= await TryAsync(handle, cloud);
        return areDone ? 0 : 1;
    }

    private static async Task<bool> TryAsync(Func<IRunningCloud, Task> handle, IRunningCloud cloud)
    {
        try
        {
            await handle(cloud);
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{cloud.Title}: {e.Message}");
            return false;
        }
    }

    private static async Task MoveAsync(IRunningCloud cloud)
    {
        var queue = cloud.DeadLetters;
        var moved = await queue.MoveAsync(await queue.CountAsync());
        Console.WriteLine($"{cloud.Title}: {Messages(moved)} moved from {queue.Name} to {queue.Source}.");
    }

    private static async Task ShowAsync(IRunningCloud cloud)
    {
        var queue = cloud.DeadLetters;
        var count = await queue.CountAsync();
        Console.WriteLine($"{cloud.Title}: {Messages(count)} in {queue.Name}.");
        var bodies = await queue.ReadAsync();
        foreach (var body in bodies)
            Console.WriteLine($"  {Shown(body)}");
        if (bodies.Count < count)
            Console.WriteLine($"  and {count - bodies.Count} more");
    }

    private static string Messages(int count) => count == 1 ? "1 message" : $"{count} messages";

    // A body may hold anything, also what a terminal would obey.
    private static string Shown(string body) =>
        string.Concat(body.Take(ShownLength).Select(c => char.IsControl(c) ? ' ' : c)) + (body.Length > ShownLength ? "…" : "");
}
