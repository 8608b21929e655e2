using System.Collections.Concurrent;
using System.Diagnostics;

namespace NvDemo.Benchmarks.Measuring;

/// <summary>A number of clients, each of which does the next operation when the last is done.</summary>
internal static class ClosedLoop
{
    /// <summary>Operations a second.</summary>
    /// <param name="operation">Gets the client's number.</param>
    public static async Task<double> RateAsync(int clients, TimeSpan duration, Func<int, Task> operation)
    {
        var (count, clock) = (0, Stopwatch.StartNew());
        await RunAsync(clients, duration, async client =>
        {
            await operation(client);
            Interlocked.Increment(ref count);
        });
        return count / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The median of what the operations say they took.</summary>
    /// <param name="operation">Gets the client's number.</param>
    public static async Task<double> MedianAsync(int clients, TimeSpan duration, Func<int, Task<double>> operation)
    {
        var taken = new ConcurrentBag<double>();
        await RunAsync(clients, duration, async client => taken.Add(await operation(client)));
        return AlternatingRun.Median(taken);
    }

    private static Task RunAsync(int clients, TimeSpan duration, Func<int, Task> operation)
    {
        var clock = Stopwatch.StartNew();
        return Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (clock.Elapsed < duration)
                await operation(client);
        })));
    }
}
