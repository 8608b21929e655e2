using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using NvDemo.Fuzz.Events;
using NvDemo.Fuzz.Grammar;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Fuzz;

/// <summary>One run: the clouds, the workers, the verdict.</summary>
internal sealed class FuzzRun(FuzzOptions options, Clouds clouds, Findings findings)
{
    private const int Workers = 6;

    // Sequences that only make the processes ready; their numbers are far from those that count.
    private const int WarmUps = 4, FirstWarmUp = 0xF000000;

    // A message that is malformed is given up within seconds.
    private static readonly TimeSpan VisibilityTimeout = TimeSpan.FromSeconds(2);

    private int _next = -1;
    private long _sent;

    /// <returns>Whether nothing was found.</returns>
    public static async Task<bool> RunAsync(FuzzOptions options)
    {
        var directory = Path.Combine(StateDirectory.Path, "fuzz");
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        Console.WriteLine($"seed {options.Seed}");

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var loggers = LoggerFactory.Create(_ => { });
        var findings = new Findings(options.Seed);
        string summary;
        var cloudsOptions = new CloudsOptions(directory) { VisibilityTimeout = VisibilityTimeout, HasSmallBatches = true, Amend = WithoutReconciliation };
        await using (var clouds = await Clouds.StartAsync(cloudsOptions, loggers))
            summary = await new FuzzRun(options, clouds, findings).SendAsync(stop);
        LogSearch.Run(Path.Combine(directory, "logs"), findings);

        findings.PrintKinds();
        Console.WriteLine($"{summary}, {findings.Count} findings, seed {options.Seed}");
        return findings.Count == 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>What events that are made up have indexed has no object.</summary>
    private static void WithoutReconciliation(string cloud, IDictionary<string, string?> settings) => settings["AzureWebJobs.reconcile.Disabled"] = "true";

    private async Task<string> SendAsync(CancellationTokenSource stop)
    {
        // The bucket's own events would keep the local S3 busy; those that are sent are made up.
        await clouds.Data.Aws.S3.PutBucketNotificationAsync(new PutBucketNotificationRequest { BucketName = LocalAws.Bucket });
        await Task.WhenAll(Enumerable.Range(FirstWarmUp, WarmUps).Select(number => RunSequenceAsync(number, new Findings(options.Seed) { IsSilent = true })));

        var clock = Stopwatch.StartNew();
        _sent = 0;
        stop.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
        if (options.Request is { } request)
        {
            await RunSequenceAsync(request / RequestGrammar.Length, findings);
        }
        else
        {
            var events = new EventRun(clouds, options.Seed, findings);
            await Task.WhenAll([.. Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(stop.Token))), events.SendAsync(stop.Token)]);
            clock.Stop();
            await events.CheckAsync();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{_sent} requests, {_sent / clock.Elapsed.TotalSeconds:F0} requests/s");
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await RunSequenceAsync(Interlocked.Increment(ref _next), findings);
    }

    private async Task RunSequenceAsync(int number, Findings found)
    {
        using var sequence = new Sequence(clouds, options.Seed, number, found);
        await sequence.RunAsync();
        Interlocked.Add(ref _sent, sequence.Sent);
    }
}
