using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Drill.History;
using NvDemo.LocalClouds;
using NvDemo.Tests.Services;
using Xunit.Abstractions;

namespace NvDemo.Tests.EndToEnd.Linearizability;

/// <summary>
/// Writers and readers on both clouds at once while Redis is disturbed. <c>NV_LINEARIZABILITY_SECONDS</c> is how long, 20 by default;
/// <c>NV_LINEARIZABILITY_SEED</c> has the disturbances, and what each writer and reader tries, in the same order again.
/// </summary>
[Collection(LinearizabilityCollection.Name)]
public sealed class CachedListTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Writers = 4, ReadersOfEach = 3, MostShown = 20, Fewest = 50;

    // Of a cached page.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-linearizability-").FullName;
    private readonly int _seed = Setting("SEED") ?? Random.Shared.Next();
    private Clouds? _clouds;

    private Clouds Clouds => _clouds!;

    public async Task InitializeAsync() =>
        _clouds = await Clouds.StartAsync(new CloudsOptions(_directory), NullLoggerFactory.Instance);

    public async Task DisposeAsync()
    {
        if (_clouds is not null)
            await _clouds.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_list_is_never_older_than_the_last_change_that_was_acknowledged_before_it_was_asked_for()
    {
        output.WriteLine($"Seed {_seed}");
        var random = new Random(_seed);
        var lulls = new Lulls(new Random(random.Next()));
        var clients = Clouds.All.ToDictionary(cloud => cloud.Name, cloud => new CloudClient(cloud.Url));
        Writer[] writers = [.. Enumerable.Range(0, Writers).Select(number => new Writer(number, clients, lulls, new Random(random.Next())))];
        Reader[] readers =
        [
            .. clients.SelectMany(cloud => Enumerable.Repeat(cloud, ReadersOfEach))
                .Select(cloud => new Reader(cloud.Key, cloud.Value, Writers, new Random(random.Next()))),
        ];
        var disturber = new RedisDisturber(Clouds.Data.Redis, lulls, new Random(random.Next()));
        var logs = new Dictionary<string, InvalidationLog>
        {
            [Clouds.Azure.Name] = new(Path.Combine(_directory, "logs", "functions.log")),
            [Clouds.Aws.Name] = new(Path.Combine(_directory, "logs", "lambda-api.log")),
        };

        // In the same order by key and by date, and so apart that the dates tell.
        for (var file = 0; file < Writer.FixedFiles; file++)
        {
            foreach (var writer in writers)
                await writer.FixAsync(file);
            await Task.Delay(300);
        }

        using var end = new CancellationTokenSource();
        var work = Task.WhenAll(
        [
            lulls.RunAsync(end.Token),
            .. writers.Select(writer => writer.RunAsync(end.Token)),
            .. readers.Select(reader => reader.RunAsync(end.Token)),
            .. logs.Values.Select(log => log.FollowAsync(end.Token)),
        ]);
        await disturber.RunAsync(TimeSpan.FromSeconds(Setting("SECONDS") ?? 20));
        await end.CancelAsync();
        await work;

        Change[] changes =
        [
            .. writers.SelectMany(writer => writer.Changes)
                .Select(change => !logs[change.Cloud].MayBeOf(change)
                    ? change
                    : change with { IsExcused = disturber.WasOut(change), MendedAt = disturber.RefusedUntil(change) }),
        ];
        Reading[] readings = [.. readers.SelectMany(reader => reader.Readings)];
        var checker = new ListChecker(changes, Lifetime);
        Violation[] violations = [.. readings.SelectMany(checker.Check).OrderBy(violation => violation.Reading.Began)];
        Report(changes, readings, disturber, logs);
        // Who is not answered sees nothing wrong.
        foreach (var cloud in logs.Keys)
        {
            Assert.InRange(readings.Count(reading => reading.Cloud == cloud), Fewest, int.MaxValue);
            Assert.InRange(changes.Count(change => change.Cloud == cloud && change.Acknowledged is not null), 1, int.MaxValue);
        }

        Assert.All(
            disturber.Past.GroupBy(past => past.What),
            same => Assert.Contains(readings, reading => same.Any(past => past.From < reading.Ended && reading.Began < past.To)));
        Assert.True(violations.Length == 0, Message(violations, disturber));
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable($"NV_LINEARIZABILITY_{name}") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private void Report(Change[] changes, Reading[] readings, RedisDisturber disturber, Dictionary<string, InvalidationLog> logs)
    {
        output.WriteLine(
            $"{changes.Length} changes, of which {changes.Count(change => change.Acknowledged is null)} of unknown outcome and "
            + $"{changes.Count(change => change.IsExcused)} excused; {readings.Length} pages read");
        foreach (var (cloud, log) in logs)
            output.WriteLine($"{log.Count} invalidations failed on {cloud}");
        foreach (var (what, from, to) in disturber.Past)
            output.WriteLine($"{from:HH:mm:ss.fff} to {to:HH:mm:ss.fff} {what}");
    }

    private string Message(Violation[] violations, RedisDisturber disturber) =>
        $"Seed {_seed}, {violations.Length} violations, of which the first:\n" + string.Join('\n', violations.Take(MostShown).Select(violation =>
            $"{violation} ({string.Join(", ", disturber.Past.Where(past => past.From < violation.Reading.Began).Select(past => $"{past.What} {past.From:HH:mm:ss.fff} to {past.To:HH:mm:ss.fff}").TakeLast(2))})"));
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LinearizabilityCollection
{
    public const string Name = "linearizability";
}
