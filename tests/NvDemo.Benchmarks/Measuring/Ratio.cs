namespace NvDemo.Benchmarks.Measuring;

/// <summary>Medians of an <see cref="AlternatingRun"/>.</summary>
/// <param name="Ours">The service.</param>
/// <param name="Floor">The least that does the same.</param>
/// <param name="Value">The median of the ratios of each round, ours to the floor.</param>
internal sealed record Ratio(double Ours, double Floor, double Value);
