using System.Text.Json;

namespace NvDemo.Drill.Report;

/// <summary>The report for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Of(IReadOnlyList<ScenarioReport> reports) => JsonSerializer.Serialize(reports, Options);
}
