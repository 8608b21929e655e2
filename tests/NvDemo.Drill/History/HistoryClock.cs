using System.Diagnostics;

namespace NvDemo.Drill.History;

/// <summary>The time of a history: that of the system when it began, but it never goes back.</summary>
internal static class HistoryClock
{
    private static readonly DateTime Start = DateTime.UtcNow;
    private static readonly long Started = Stopwatch.GetTimestamp();

    public static DateTime Now => Start + Stopwatch.GetElapsedTime(Started);
}
