using System.Diagnostics;

namespace NvDemo.Tests;

/// <summary>Waits for what is bound to become true. The limit is only there to end a test that has failed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task EqualAsync<T>(T expected, Func<Task<T>> read)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var actual = await read();
            try
            {
                Assert.Equal(expected, actual);
                return;
            }
            catch (Xunit.Sdk.XunitException) when (clock.Elapsed < Limit)
            {
                await Task.Delay(50);
            }
        }
    }
}
