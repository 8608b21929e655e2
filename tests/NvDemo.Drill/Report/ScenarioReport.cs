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

    /// <summary>Answers and errors that came later than they should.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why it was not run; <c>null</c> where it was.</summary>
    public string? NotRun { get; init; }

    /// <summary>Of a scenario that can't be had here.</summary>
    public static ScenarioReport Missing(string scenario, int seed, string reason) => new()
    {
        Scenario = scenario,
        Seed = seed,
        Operations = 0,
        Errors = new Dictionary<string, int>(),
        FailoverSeconds = null,
        BackSeconds = null,
        LongestGapSeconds = 0,
        LastErrorSeconds = null,
        SlowestSeconds = 0,
        Slow = 0,
        Hops = 0,
        Files = 0,
        Failures = [],
        NotRun = reason,
    };
}
