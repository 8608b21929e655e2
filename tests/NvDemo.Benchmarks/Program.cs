using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NvDemo.Benchmarks;

const int Objects = 1_000_000;

switch (args)
{
    case ["index"]:
        // In this process: the code under test is mostly on the other side of a socket, and nothing is built anew.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(7).WithInvocationCount(1)
            .WithUnrollFactor(1);
        var summary = BenchmarkRunner.Run<IndexBenchmarks>(
            DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableLogFile).WithArtifactsPath(Path.GetTempPath()));
        foreach (var report in summary.Reports)
        {
            Console.WriteLine(
                $"batches of {report.BenchmarkCase.Parameters["BatchSize"]}: median {1e9 / report.ResultStatistics!.Median:N0} events/s");
        }

        return 0;
    case ["reconcile"]:
        await ReconcileBenchmark.RunAsync(Objects);
        return 0;
    default:
        Console.Error.WriteLine("usage: NvDemo.Benchmarks index | reconcile");
        return 2;
}
