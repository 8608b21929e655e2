using Amazon.SQS;
using NvDemo.LocalClouds.Aws;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Commands;

/// <summary>
/// <c>redrive</c>: gives the messages that both clouds of the running stack have given up another five tries. With <c>--dry-run</c> it
/// shows them and moves nothing.
/// </summary>
internal static class RedriveCommand
{
    private const int ShownLength = 200;

    public static async Task<int> RunAsync(bool isDryRun)
    {
        using var clouds = await RunningClouds.FindAsync();
        using var sqs = new AmazonSQSClient(
            clouds.Endpoint("access_key"),
            clouds.Endpoint("secret_key"),
            new AmazonSQSConfig { ServiceURL = clouds.Endpoint("aws_endpoint"), AuthenticationRegion = LocalAws.Region });
        Func<string, DeadLetterQueue, Task> handle = isDryRun ? ShowAsync : MoveAsync;

        // One cloud that is out does not hold up the other.
        var aws = await TryAsync(handle, "AWS", new SqsDeadLetterQueue(sqs, clouds.Endpoint("dead_letter_queue_url"), clouds.Endpoint("queue_url")));
        var azure = await TryAsync(
            handle, "Azure", new StoragePoisonQueue(clouds.Endpoint("azurite"), clouds.Endpoint("poison_queue"), clouds.Endpoint("storage_queue")));
        return aws && azure ? 0 : 1;
    }

    private static async Task<bool> TryAsync(Func<string, DeadLetterQueue, Task> handle, string cloud, DeadLetterQueue queue)
    {
        try
        {
            await handle(cloud, queue);
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{cloud}: {e.Message}");
            return false;
        }
    }

    private static async Task MoveAsync(string cloud, DeadLetterQueue queue)
    {
        var moved = await queue.MoveAsync(await queue.CountAsync());
        Console.WriteLine($"{cloud}: {Messages(moved)} moved from {queue.Name} to {queue.Source}.");
    }

    private static async Task ShowAsync(string cloud, DeadLetterQueue queue)
    {
        var count = await queue.CountAsync();
        Console.WriteLine($"{cloud}: {Messages(count)} in {queue.Name}.");
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
