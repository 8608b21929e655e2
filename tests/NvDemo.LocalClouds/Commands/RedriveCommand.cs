using System.Text.Json;

namespace NvDemo.LocalClouds.Commands;

/// <summary>
/// <c>redrive</c>: gives the messages that the running clouds have given up another five tries. With <c>--dry-run</c> it
/// shows them and moves nothing.
/// </summary>
internal static class RedriveCommand
{
    private const int ShownLength = 200;

    public static async Task<int> RunAsync(bool isDryRun, bool isJson)
    {
        using var clouds = await RunningClouds.FindAsync();
        Func<IRunningCloud, bool, Task> handle = isDryRun ? ShowAsync : MoveAsync;

        // One cloud that is out does not hold up the other.
        var areDone = true;
        foreach (var cloud in clouds.All)
            areDone &= await TryAsync(() => handle(cloud, isJson), cloud);
        return areDone ? 0 : 1;
    }

    private static async Task<bool> TryAsync(Func<Task> handle, IRunningCloud cloud)
    {
        try
        {
            await handle();
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{cloud.Title}: {e.Message}");
            return false;
        }
    }

    private static async Task MoveAsync(IRunningCloud cloud, bool isJson)
    {
        var queue = cloud.DeadLetters;
        var moved = await queue.MoveAsync(await queue.CountAsync());
        Console.WriteLine(isJson
            ? JsonSerializer.Serialize(new { cloud = cloud.Title.ToLowerInvariant(), from = queue.Name, to = queue.Source, moved })
            : $"{cloud.Title}: {Messages(moved)} moved from {queue.Name} to {queue.Source}.");
    }

    private static async Task ShowAsync(IRunningCloud cloud, bool isJson)
    {
        var queue = cloud.DeadLetters;
        var count = await queue.CountAsync();
        var bodies = await queue.ReadAsync();
        if (isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { cloud = cloud.Title.ToLowerInvariant(), from = queue.Name, to = queue.Source, messages = count, bodies }));
            return;
        }

        Console.WriteLine($"{cloud.Title}: {Messages(count)} in {queue.Name}.");
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
