using System.Globalization;
using NvDemo.LocalClouds;

namespace NvDemo.Drill.Report;

/// <summary>The table in docs/drill.md, between two marks, and the plots that it leads to, in docs/drill/.</summary>
internal static class DocumentedReport
{
    private const string Begin = "<!-- written by ./nv drill --all -->\n", End = "<!-- end -->\n";

    public static void Write(IReadOnlyList<ScenarioReport> reports, DrillOptions options, string directory)
    {
        var documents = Path.Combine(Path.GetDirectoryName(StateDirectory.Path)!, "docs");
        var file = Path.Combine(documents, "drill.md");
        if (!File.Exists(file))
            return;
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (end < begin)
            throw new InvalidOperationException($"{file} has no place for the report.");
        // ./nv names both executables where it compiles ahead of time.
        var compiled = Environment.GetEnvironmentVariable("NV_LAMBDA") is null ? "" : " --aot";
        var again = string.Create(CultureInfo.InvariantCulture, $"`./nv drill --all{compiled} --seconds {options.Seconds} --seed {options.Seed}`");
        var cores = string.Create(CultureInfo.InvariantCulture, $"on {Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}");
        var table = TextReport.Of(reports);
        var plots = Directory.CreateDirectory(Path.Combine(documents, "drill"));
        foreach (var former in plots.EnumerateFiles("*.svg"))
            former.Delete();
        foreach (var report in reports.Where(report => report.NotRun is null).DistinctBy(report => report.Scenario))
        {
            var name = report.Scenario + ".svg";
            var plot = Path.Combine(directory, "plots", name);
            if (!File.Exists(plot))
                continue;
            File.Copy(plot, Path.Combine(plots.FullName, name));
            table = table.Replace($"| {report.Scenario} |", $"| [{report.Scenario}](drill/{name}) |", StringComparison.Ordinal);
        }

        File.WriteAllText(file, $"{text[..begin]}\n{again}, {cores}:\n\n{table}\n\n{text[end..]}");
    }
}
