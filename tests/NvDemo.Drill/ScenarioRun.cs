using NvDemo.Drill.Clients;
using NvDemo.Drill.Faults;
using NvDemo.Drill.History;
using NvDemo.Drill.Report;
using NvDemo.Drill.Scenarios;

namespace NvDemo.Drill;

/// <summary>One scenario: clients work, the fault comes and goes, they work on, and what they were told is held against what is there.</summary>
internal sealed class ScenarioRun(Site site, Scenario scenario, int seed, string folder, string directory)
{
    private const int Writers = 4, Readers = 4, MostHops = 2;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3), After = TimeSpan.FromSeconds(6);

    private readonly DrillHistory _history = new();
    private readonly Random _random = new(seed);

    public async Task<ScenarioReport> RunAsync(TimeSpan atLeast)
    {
        using var routes = new Routes(site.Clouds, site.Credentials, _history);
        Writer[] writers = [.. Enumerable.Range(0, Writers).Select(number => new Writer($"{folder}{number}/", routes, _history, Fork()))];
        string[] prefixes = [.. writers.Select(writer => writer.Prefix)];
        Reader[] readers = [.. Enumerable.Range(0, Readers).Select(_ => new Reader(prefixes, routes, _history, Fork()))];
        var logs = new Dictionary<string, InvalidationLog>
        {
            [site.Clouds.Azure.Name] = new(Path.Combine(directory, "logs", "functions.log")),
            [site.Clouds.Aws.Name] = new(Path.Combine(directory, "logs", "lambda-api.log")),
        };

        using var end = new CancellationTokenSource();
        var began = HistoryClock.Now;
        var work = Task.WhenAll(
        [
            .. writers.Select(writer => writer.RunAsync(end.Token)),
            .. readers.Select(reader => reader.RunAsync(end.Token)),
            new Prober(routes.All[0]).RunAsync(end.Token),
            .. logs.Values.Select(log => log.FollowAsync(end.Token)),
        ]);
        await Task.Delay(Before);
        var fault = await FailAsync();
        var rest = began + atLeast - HistoryClock.Now;
        await Task.Delay(rest > After ? rest : After);
        await end.CancelAsync();
        await work;

        var timeline = new Timeline(_history.Operations, fault);
        ScenarioPlot.Write(ScenarioPlot.FileOf(directory, scenario), scenario, _history.Operations, fault);
        List<string> errors = [.. new ErrorCheck(scenario, fault).Check(_history.Operations)];
        if (timeline.Hops > MostHops)
            errors.Add($"the cloud behind the front changed {timeline.Hops} times: more than there and back");
        var verification = new Verification(site, scenario, prefixes, _history, new Reader(prefixes, routes, _history, Fork()), routes);
        var found = await verification.RunAsync();
        return new ScenarioReport
        {
            Scenario = scenario.Name,
            Seed = seed,
            Operations = timeline.Operations,
            Errors = timeline.Errors,
            FailoverSeconds = timeline.Failover?.TotalSeconds,
            BackSeconds = timeline.Back?.TotalSeconds,
            LongestGapSeconds = timeline.LongestGap.TotalSeconds,
            LastErrorSeconds = timeline.LastError?.TotalSeconds,
            SlowestSeconds = timeline.Slowest.TotalSeconds,
            Slow = timeline.Slow,
            Hops = timeline.Hops,
            Notes = timeline.Notes,
            Files = verification.Files,
            Failures = [.. errors, .. _history.Wrong, .. found, .. CheckFiles(), .. CheckLists(fault, logs)],
        };
    }

    private Random Fork() => new(_random.Next());

    private async Task<Fault> FailAsync()
    {
        var began = HistoryClock.Now;
        await scenario.BreakAsync(site);
        await Task.Delay(scenario.Lasts);
        var mending = HistoryClock.Now;
        await scenario.MendAsync(site);
        return new Fault(began, mending, HistoryClock.Now);
    }

    private IEnumerable<string> CheckFiles()
    {
        foreach (var file in _history.Registers.GroupBy(operation => operation.Key))
        {
            if (RegisterChecker.Check(file) is { } unexplained)
            {
                // What was going on around it, and what led there.
                var around = file.Where(operation => operation.Began <= unexplained.Ended).OrderBy(operation => operation.Began).TakeLast(8)
                    .Select(operation => $"\n        {(operation == unexplained ? ">" : " ")} {operation.Text}");
                yield return $"{file.Key}: no order of what was done explains this answer:{string.Concat(around)}";
            }
        }
    }

    private IEnumerable<string> CheckLists(Fault fault, Dictionary<string, InvalidationLog> logs)
    {
        var checker = new ListChecker(_history.Changes.Select(change => Excuse(change, fault, logs)), Verification.Lifetime);
        return _history.Readings.SelectMany(checker.Check).OrderBy(violation => violation.Reading.Began).Select(violation => $"{violation}");
    }

    /// <summary>Where Redis was out and a cloud has logged that it could not be told of a change, cached lists may hide that.</summary>
    private Change Excuse(Change change, Fault fault, Dictionary<string, InvalidationLog> logs)
    {
        if (scenario.Cache == CacheFault.None || change.Acknowledged is not { } at || at < fault.Began || change.Invoked > fault.Ended + ErrorCheck.Recovery
            || !logs.TryGetValue(change.Cloud, out var log) || !log.MayBeOf(change))
        {
            return change;
        }

        return scenario.Cache == CacheFault.Out ? change with { IsExcused = true } : change with { MendedAt = fault.Ended };
    }
}
