namespace NvDemo.Benchmarks.Measuring;

/// <summary>
/// Measures two things in turn, so that whatever else the machine does hits both alike: their ratio means something where either figure
/// alone does not.
/// </summary>
internal static class AlternatingRun
{
    public static async Task<Ratio> MeasureAsync(int rounds, Func<Task<double>> ours, Func<Task<double>> floor)
    {
        var (first, second) = (new double[rounds], new double[rounds]);

        // Connects, compiles, prepares.
        await ours();
        await floor();
        for (var i = 0; i < rounds; i++)
            (first[i], second[i]) = (await ours(), await floor());
        return new Ratio(Median(first), Median(second), Median(first.Zip(second, (one, other) => one / other)));
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
