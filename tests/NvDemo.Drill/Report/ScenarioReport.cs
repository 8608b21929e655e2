namespace NvDemo.Drill.Report;

/// <summary>What came of a scenario. Times are in seconds; docs/drill.md says what they mean.</summary>
internal sealed record ScenarioReport
{
    public required string Scenario { get; init; }

    public required int Seed { get; init; }

    public required int Operations { get; init; }

    public required IReadOnlyDictionary<string, int> Errors { get; init; }

    public required double? FailoverSeconds { get; init; }

    public required double? BackSeconds { get; init; }

    public required double LongestGapSeconds { get; init; }

    public required double? LastErrorSeconds { get; init; }

    public required double SlowestSeconds { get; init; }

    public required int Slow { get; init; }

    public required int Hops { get; init; }

    public required int Files { get; init; }

    public required IReadOnlyList<string> Failures { get; init; }
}
