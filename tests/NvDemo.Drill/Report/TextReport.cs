using System.Globalization;

namespace NvDemo.Drill.Report;

/// <summary>The report as a table in Markdown, which is also read as it is.</summary>
internal static class TextReport
{
    public const string Head = """
        | scenario | operations | errors | failover s | back s | longest gap s | last error s | slowest s (over 3) | hops | verified |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    public static string Of(IReadOnlyList<ScenarioReport> reports)
    {
        var failed = reports.Count(report => report.Failures.Count > 0);
        var missing = reports.Count(report => report.NotRun is not null);
        return string.Join('\n', (string[])[
            Head,
            .. reports.Select(Row),
            "",
            string.Create(CultureInfo.InvariantCulture, $"{reports.Count - failed - missing} passed, {failed} failed{(missing == 0 ? "" : $", {missing} not run")}"),
        ]);
    }

    public static string Row(ScenarioReport report) => report.NotRun is { } reason ? $"| {report.Scenario} | not run: {reason} | | | | | | | | |" : string.Create(
        CultureInfo.InvariantCulture,
        $"| {report.Scenario} | {report.Operations} | {ErrorsOf(report)} | {Seconds(report.FailoverSeconds)} | {Seconds(report.BackSeconds)} | {report.LongestGapSeconds:F1} | {Seconds(report.LastErrorSeconds)} | {report.SlowestSeconds:F1} ({report.Slow}) | {report.Hops} | {(report.Failures.Count == 0 ? $"{report.Files} files" : $"**{report.Failures.Count} failures**")} |");

    public static string Line(ScenarioReport report) => report.NotRun is { } reason ? $"{report.Scenario}: not run: {reason}" : string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Scenario}: {report.Operations} operations, errors: {ErrorsOf(report)}; {(report.Failures.Count == 0 ? $"{report.Files} files are right" : $"{report.Failures.Count} failures")} (seed {report.Seed})");

    private static string ErrorsOf(ScenarioReport report) =>
        report.Errors.Count == 0 ? "none" : string.Join(", ", report.Errors.Select(error => $"{error.Value} × {error.Key}"));

    private static string Seconds(double? seconds) => seconds?.ToString("F1", CultureInfo.InvariantCulture) ?? "–";
}
