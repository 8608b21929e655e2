using System.Diagnostics;
using System.Globalization;

namespace NvDemo.Benchmarks.Measuring;

/// <summary>wrk, a load generator that takes little of the CPU which it shares with what it measures.</summary>
internal static class Wrk
{
    /// <summary>Requests a second.</summary>
    /// <exception cref="InvalidOperationException">Not every reply was a success.</exception>
    public static async Task<double> RateAsync(Uri url, int connections, TimeSpan duration)
    {
        string[] arguments = ["-t1", $"-c{connections}", $"-d{duration.TotalSeconds:0}s", url.AbsoluteUri];
        using var process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException(said);
        var rate = said.Split('\n').Single(line => line.StartsWith("Requests/sec:", StringComparison.Ordinal)).Split(':')[1];
        return double.Parse(rate, CultureInfo.InvariantCulture);
    }
}
