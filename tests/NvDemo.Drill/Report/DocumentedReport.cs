using System.Globalization;
using NvDemo.LocalClouds;

namespace NvDemo.Drill.Report;

/// <summary>The table in docs/drill.md, between two marks.</summary>
internal static class DocumentedReport
{
    private const string Begin = "<!-- written by ./nv drill --all -->\n", End = "<!-- end -->\n";

    public static void Write(IReadOnlyList<ScenarioReport> reports, DrillOptions options)
    {
        var file = Path.Combine(Path.GetDirectoryName(StateDirectory.Path)!, "docs", "drill.md");
        if (!File.Exists(file))
            return;
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (end < begin)
            throw new InvalidOperationException($"{file} has no place for the report.");
        var again = string.Create(CultureInfo.InvariantCulture, $"`./nv drill --all --seconds {options.Seconds} --seed {options.Seed}`");
        var cores = string.Create(CultureInfo.InvariantCulture, $"on {Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}");
        File.WriteAllText(file, $"{text[..begin]}\n{again}, {cores}:\n\n{TextReport.Of(reports)}\n\n{text[end..]}");
    }
}
