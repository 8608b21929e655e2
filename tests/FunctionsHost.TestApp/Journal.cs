using System.Globalization;
using System.Text.Json;

namespace FunctionsHost.TestApp;

/// <summary>What the functions were seen to do, line by line in the file <c>JOURNAL</c>, and what they wait for.</summary>
internal static class Journal
{
    private static readonly string File = Environment.GetEnvironmentVariable("JOURNAL")!;
    private static readonly Lock Gate = new();

    public static void Add(string function, object? what = null)
    {
        var line = JsonSerializer.Serialize(new { function, process = Environment.ProcessId, what });
        lock (Gate)
            System.IO.File.AppendAllText(File, line + "\n");
    }

    /// <summary>Returns when the test has made the file of that name beside the journal.</summary>
    public static async Task ReleasedAsync(string name, CancellationToken cancellation)
    {
        while (!System.IO.File.Exists(string.Create(CultureInfo.InvariantCulture, $"{File}.{name}")))
            await Task.Delay(20, cancellation);
    }
}
