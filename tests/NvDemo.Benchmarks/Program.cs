using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NvDemo.Benchmarks;
using NvDemo.Benchmarks.Measuring;

const int Objects = 1_000_000;

string[] all = ["list", "files", "index", "reconcile", "start", "scale"];
string[] partsOfList = ["cached", "missed", "hits"];
var (names, json, rows) = (new List<string>(), false, 1_000_000);
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--json")
    {
        json = true;
    }
    else if (args[i] == "--rows" && i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out rows))
    {
        i++;
    }
    else if (args[i] == "all")
    {
        names.AddRange(all);
    }
    else if (all.Contains(args[i]) || partsOfList.Contains(args[i]))
    {
        names.Add(args[i]);
    }
    else
    {
        Console.Error.WriteLine($"usage: NvDemo.Benchmarks [--json] [--rows N] [{string.Join('|', [.. all, .. partsOfList])}|all]...");
        return 2;
    }
}

var tables = new List<Table>();
foreach (var name in names.Count > 0 ? [.. names.Distinct()] : all)
    tables.AddRange(await RunAsync(name));
Console.WriteLine(json
    ? new JsonArray([.. tables.Select(table => table.ToJson())]).ToJsonString()
    : string.Join('\n', tables.Select(table => table.ToMarkdown())));
return 0;

async Task<Table[]> RunAsync(string name) => name switch
{
    "list" => [.. await ListBenchmark.CachedAsync(), .. await ListBenchmark.MissedAsync(), await HitRateBenchmark.RunAsync()],
    "cached" => await ListBenchmark.CachedAsync(),
    "missed" => await ListBenchmark.MissedAsync(),
    "hits" => [await HitRateBenchmark.RunAsync()],
    "files" => await FilesBenchmark.RunAsync(),
    "index" => [Index()],
    "reconcile" => [await ReconcileBenchmark.RunAsync(Objects)],
    "start" => await StartBenchmark.RunAsync(),
    _ => [await ScaleBenchmark.RunAsync(rows)],
};

Table Index()
{
    // In this process: the code under test is mostly on the other side of a socket, and nothing is built anew.
    var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(7).WithInvocationCount(1)
        .WithUnrollFactor(1);
    var summary = BenchmarkRunner.Run<IndexBenchmarks>(ManualConfig.CreateEmpty().AddJob(job).AddLogger(NullLogger.Instance)
        .WithOptions(ConfigOptions.DisableLogFile).WithArtifactsPath(Path.GetTempPath()));
    var table = new Table("Events to committed rows (budget: 20,000 a second in batches of 1,000; 3,000 in batches of 10)", "batch", "events a second");
    foreach (var report in summary.Reports)
        table.Add((int)report.BenchmarkCase.Parameters["BatchSize"], 1e9 / report.ResultStatistics!.Median);
    return table;
}
