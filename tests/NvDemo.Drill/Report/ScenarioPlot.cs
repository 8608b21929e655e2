using System.Globalization;
using NvDemo.Drill.History;
using NvDemo.Drill.Scenarios;
using ScottPlot;

namespace NvDemo.Drill.Report;

/// <summary>How many requests under the one name were answered, and how long that took, over the time of a scenario: as SVG.</summary>
internal static class ScenarioPlot
{
    private const int Width = 720, Height = 260;

    // Of what is shown together as a point.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private static readonly (double Milliseconds, string Text)[] Ticks = [(10, "10 ms"), (100, "100 ms"), (1000, "1 s"), (5000, "5 s")];

    /// <summary>Where that of a scenario is in a drill's folder.</summary>
    public static string FileOf(string directory, Scenario scenario) => Path.Combine(directory, "plots", scenario.Name + ".svg");

    public static void Write(string file, Scenario scenario, IEnumerable<Operation> operations, Fault fault)
    {
        Point[] points =
        [
            .. operations.Where(operation => operation.Route == "front")
                .GroupBy(operation => Math.Floor((operation.Began - fault.Began) / Step))
                .OrderBy(step => step.Key)
                .Select(step => new Point((step.Key + 0.5) * Step.TotalSeconds, step)),
        ];
        if (points.Length == 0)
            return;

        using var plot = new Plot();
        plot.Title(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}: {scenario.Summary}"), 12);
        plot.XLabel("s since the fault", 11);
        plot.Add.HorizontalSpan(0, (fault.Ended - fault.Began).TotalSeconds, Colors.Gray.WithAlpha(0.15));

        var share = plot.Add.ScatterLine(points.Select(point => point.At).ToArray(), points.Select(point => point.Answered * 100).ToArray(), Colors.Green);
        (share.LineWidth, share.LegendText, share.Axes.YAxis) = (2, "answered, %", plot.Axes.Right);
        Point[] answered = [.. points.Where(point => point.Answered > 0)];
        Add("median", point => point.Median, Colors.SteelBlue);
        Add("longest", point => point.Longest, Colors.OrangeRed);

        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. Ticks.Select(tick => Math.Log10(tick.Milliseconds))], [.. Ticks.Select(tick => tick.Text)]);
        plot.Axes.SetLimitsY(0, Math.Log10(Ticks[^1].Milliseconds) + 0.2, plot.Axes.Left);
        plot.Axes.SetLimitsY(0, 105, plot.Axes.Right);
        plot.Axes.SetLimitsX(points[0].At, points[^1].At);
        plot.ShowLegend(Alignment.LowerRight, Orientation.Horizontal);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        plot.SaveSvg(file, Width, Height);

        void Add(string text, Func<Point, double> value, Color color)
        {
            var line = plot.Add.ScatterLine(
                answered.Select(point => point.At).ToArray(), answered.Select(point => Math.Log10(Math.Max(1, value(point)))).ToArray(), color);
            (line.LineWidth, line.LegendText) = (1, text);
        }
    }

    /// <summary>What began in one step: when, the share that was answered, and in how many milliseconds.</summary>
    private sealed class Point
    {
        public Point(double at, IEnumerable<Operation> operations)
        {
            var (all, times) = (0, new List<double>());
            foreach (var operation in operations)
            {
                all++;
                if (operation.IsAnswered)
                    times.Add((operation.Ended - operation.Began).TotalMilliseconds);
            }

            times.Sort();
            (At, Answered) = (at, (double)times.Count / all);
            if (times.Count > 0)
                (Median, Longest) = (times[times.Count / 2], times[^1]);
        }

        public double At { get; }

        public double Answered { get; }

        public double Median { get; }

        public double Longest { get; }
    }
}
