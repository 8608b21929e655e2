using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using NvDemo.Drill.Faults;
using NvDemo.Drill.Report;
using NvDemo.LocalClouds;

namespace NvDemo.Drill;

/// <summary>One drill: the clouds, the scenarios one after the other, the report.</summary>
internal static class DrillRun
{
    // What one thing is wrong with is wrong in each list that shows it.
    private const int MostShown = 20;

    // Between a failed attempt and the next: longer outages than those of the scenarios give no event up.
    private static readonly TimeSpan VisibilityTimeout = TimeSpan.FromSeconds(10);

    /// <returns>Whether every scenario has passed.</returns>
    public static async Task<bool> RunAsync(DrillOptions options)
    {
        var directory = Path.Combine(StateDirectory.Path, "drill");
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
        Console.Error.WriteLine($"seed {options.Seed}");

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var loggers = LoggerFactory.Create(_ => { });
        var reports = new List<ScenarioReport>();
        await using var links = new Links();
        var settings = new CloudsOptions(directory)
        {
            HasFront = true,
            VisibilityTimeout = VisibilityTimeout,
            QueueLease = VisibilityTimeout,
            FreezesFunctions = true,
            Amend = links.Amend,
        };
        await using (var clouds = await Clouds.StartAsync(settings, loggers))
        {
            var site = new Site(clouds, links);
            await WarmUp.RunAsync(site);
            var clock = Stopwatch.StartNew();
            var round = 0;
            do
            {
                foreach (var scenario in options.Scenarios)
                {
                    if (stop.IsCancellationRequested)
                        break;
                    if (scenario.Missing is { } reason)
                    {
                        Add(ScenarioReport.Missing(scenario.Name, options.Seed + round, reason));
                        continue;
                    }

                    var run = new ScenarioRun(site, scenario, options.Seed + round, string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}-{round}/"), directory);
                    Add(await run.RunAsync(TimeSpan.FromSeconds(options.Seconds)));
                }

                round++;
            }
            while (clock.Elapsed < TimeSpan.FromMinutes(options.Minutes) && !stop.IsCancellationRequested);
        }

        Console.WriteLine(options.IsJson ? JsonReport.Of(reports) : TextReport.Of(reports));
        if (options.IsDocumented && !stop.IsCancellationRequested)
            DocumentedReport.Write(reports, options, directory);
        return reports.All(report => report.Failures.Count == 0);

        void Add(ScenarioReport report)
        {
            reports.Add(report);
            Console.Error.WriteLine(TextReport.Line(report));
            foreach (var line in report.Failures.Take(MostShown).Concat(report.Notes))
                Console.Error.WriteLine($"    {line}");
            if (report.Failures.Count > MostShown)
                Console.Error.WriteLine($"    and {report.Failures.Count - MostShown} more failures, which --json has");
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
