using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Core;
using NvDemo.Core.Index;
using NvDemo.Core.Reconciliation;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core.Reconciliation;

/// <summary>The walk that goes on from run to run, with a real journal and index.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ScheduledReconciliationTests : IAsyncLifetime
{
    private static readonly TimeSpan Stretch = TimeSpan.FromMinutes(1);

    private readonly string _name = $"bucket-{Guid.NewGuid():N}";
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly ListedBucket _bucket = new(pageSize: 7);
    private readonly TestDatabase _database;
    private readonly IndexTable _table;
    private readonly RedisConnection _redis;
    private readonly PostgresFileIndex _index;
    private readonly PostgresWalkJournal _journal;

    public ScheduledReconciliationTests(LocalCloudsFixture fixture)
    {
        _database = new TestDatabase(fixture.Clouds.Data.Postgres.ConnectionString);
        _table = new IndexTable(fixture.Clouds.Data.Postgres);
        _redis = new RedisConnection($"127.0.0.1:{fixture.Clouds.Data.Redis.Port}", TimeProvider.System);
        _index = new PostgresFileIndex(_database.Database, _name);
        _journal = new PostgresWalkJournal(_database.Database, _name);
        _bucket.BeforePage = _ =>
        {
            _clock.Advance(Stretch);
            return Task.CompletedTask;
        };
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _table.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_run_is_a_trace_that_says_what_it_came_to()
    {
        using var trace = new ListenedTrace(withNewOnes: true);
        Put(3);
        var runs = await RunUntilCompleteAsync();
        var spans = trace.Spans.Where(span => span.DisplayName == "reconcile").ToArray();
        // Others may run meanwhile.
        Assert.InRange(spans.Length, runs.Count, int.MaxValue);
        Assert.All(spans, span => Assert.Equal((default, "timer"), (span.ParentSpanId, span.GetTagItem("faas.trigger"))));
        Assert.Contains(spans, span => span.GetTagItem("nv.reconcile.outcome") is "Complete");
    }

    [Fact]
    public async Task A_walk_that_is_too_long_for_a_run_goes_on_in_the_next_until_it_is_through()
    {
        Put(50);
        var runs = await RunUntilCompleteAsync();
        Assert.True(runs.Count > 2);
        Assert.Equal((50, 50), (runs.Sum(run => run.Objects), runs.Sum(run => run.Repaired)));
        Assert.Equal(50, (await _index.ListedAsync(new ListQuery(), 100)).Count);
    }

    [Fact]
    public async Task The_next_walk_begins_when_the_last_one_is_old_enough()
    {
        Put(1);
        Assert.Equal(ReconcileOutcome.Complete, (await RunAsync()).Outcome);
        Assert.Equal((ReconcileOutcome.NotDue, 0), await OutcomeAsync());
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal((ReconcileOutcome.NotDue, 0), await OutcomeAsync());
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((ReconcileOutcome.Complete, 1), await OutcomeAsync());
    }

    [Fact]
    public async Task A_walk_that_is_asked_for_begins_at_once_and_once()
    {
        Put(1);
        await _journal.RequestAsync(CancellationToken.None);
        Assert.Equal((ReconcileOutcome.Complete, 1), await OutcomeAsync());
        await _journal.RequestAsync(CancellationToken.None);
        Assert.Equal((ReconcileOutcome.Complete, 1), await OutcomeAsync());
        Assert.Equal((ReconcileOutcome.NotDue, 0), await OutcomeAsync());
    }

    [Fact]
    public async Task A_walk_that_is_asked_for_while_the_first_pages_are_read_is_the_next_one()
    {
        Put(1);
        _bucket.BeforePage = _ => _journal.RequestAsync(CancellationToken.None);
        Assert.Equal((ReconcileOutcome.Complete, 1), await OutcomeAsync());
        _bucket.BeforePage = _ => Task.CompletedTask;
        Assert.Equal((ReconcileOutcome.Complete, 1), await OutcomeAsync());
        Assert.Equal((ReconcileOutcome.NotDue, 0), await OutcomeAsync());
    }

    [Fact]
    public async Task One_process_walks_at_a_time()
    {
        Put(20);
        var elsewhere = new List<ReconcileOutcome>();
        _bucket.BeforePage = async _ => elsewhere.Add((await RunAsync()).Outcome);
        Assert.Equal((ReconcileOutcome.Complete, 20), await OutcomeAsync());
        Assert.Equal(3, elsewhere.Count);
        Assert.All(elsewhere, outcome => Assert.Equal(ReconcileOutcome.Elsewhere, outcome));
    }

    [Fact]
    public async Task The_lag_is_told_also_while_another_process_walks()
    {
        using var lag = new MetricCollector<double>(null, ServiceMetrics.MeterName, ServiceMetrics.ReconcileLag.Name);
        await RunAsync();
        await _journal.TakeAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(65_432));
        Assert.Equal((ReconcileOutcome.Elsewhere, 0), await OutcomeAsync());
        Assert.Contains(65_432, lag.GetMeasurementSnapshot().Select(measurement => (int)measurement.Value));
    }

    [Fact]
    public async Task A_process_whose_time_has_passed_stops_and_the_one_that_has_taken_over_goes_on()
    {
        Put(20);
        Walk? other = null;
        _bucket.BeforePage = async after =>
        {
            if (after.Length == 0)
                return;
            await _table.ExecuteAsync($"UPDATE reconciliation SET held_until = '-infinity' WHERE s3_bucket = '{_name}'");
            other ??= await _journal.TakeAsync(TimeSpan.Zero, CancellationToken.None);
        };
        Assert.Equal((ReconcileOutcome.Unfinished, 14), await OutcomeAsync());
        Assert.Equal("k06", other?.Reached);
        _bucket.BeforePage = _ => Task.CompletedTask;
        Assert.Equal((ReconcileOutcome.Complete, 13), await OutcomeAsync());
    }

    [Fact]
    public async Task A_run_that_fails_leaves_the_walk_to_the_next_one()
    {
        Put(20);
        _bucket.BeforePage = after => after.Length == 0 ? Task.CompletedTask : throw new InvalidOperationException("planted");
        await Assert.ThrowsAsync<InvalidOperationException>(RunAsync);
        _bucket.BeforePage = _ => Task.CompletedTask;
        Assert.Equal((ReconcileOutcome.Complete, 13), await OutcomeAsync());
    }

    [Fact]
    public async Task Stretches_of_keys_that_the_index_can_not_hold_are_passed()
    {
        for (var i = 0; i < 20; i++)
            _bucket.Put($"k\0{i:00}", "e");
        Put(1);
        var runs = await RunUntilCompleteAsync();
        Assert.Equal((20, 1), (runs.Sum(run => run.Unlistable), runs.Sum(run => run.Repaired)));
    }

    [Fact]
    public async Task Tombstones_are_forgotten_whether_or_not_a_walk_is_due()
    {
        await RunAsync();
        await _index.RecordAsync(
            ObjectChange.Delete(ObjectKey.FromBucket("old"), DateTime.UtcNow.AddDays(-20), null), CancellationToken.None);
        var run = await RunAsync();
        Assert.Equal((ReconcileOutcome.NotDue, 1), (run.Outcome, run.Purged));
    }

    [Fact]
    public async Task The_lag_is_the_age_of_the_last_walk_that_got_through()
    {
        // Other tests measure too: an age that only this one has.
        using var lag = new MetricCollector<double>(null, ServiceMetrics.MeterName, ServiceMetrics.ReconcileLag.Name);
        await RunAsync();
        _clock.Advance(TimeSpan.FromSeconds(54_321));
        await RunAsync();
        Assert.Contains(54_321, lag.GetMeasurementSnapshot().Select(measurement => (int)measurement.Value));
    }

    private void Put(int count)
    {
        for (var i = 0; i < count; i++)
            _bucket.Put($"k{i:00}", "e");
    }

    private Task<ReconcileReport> RunAsync()
    {
        var options = new ServiceOptions { Cloud = "aws", Bucket = _name, PublicUrl = new Uri("http://localhost/") };
        var catalog = new FileCatalog(_index, new RedisListCache(_redis, _name));
        var types = new ContentTypeReader(_bucket, catalog, NullLogger<ContentTypeReader>.Instance);
        var reconciler = new Reconciler(_bucket, catalog, types, _clock, NullLogger<Reconciler>.Instance);
        return new ScheduledReconciliation(reconciler, _journal, options, _clock, NullLogger<ScheduledReconciliation>.Instance)
            .RunAsync(_clock.GetUtcNow() + (2 * Stretch), CancellationToken.None);
    }

    private async Task<(ReconcileOutcome Outcome, long Objects)> OutcomeAsync()
    {
        var report = await RunAsync();
        return (report.Outcome, report.Objects);
    }

    private async Task<List<ReconcileReport>> RunUntilCompleteAsync()
    {
        var runs = new List<ReconcileReport>();
        do
            runs.Add(await RunAsync());
        while (runs[^1].Outcome == ReconcileOutcome.Unfinished);
        Assert.Equal(ReconcileOutcome.Complete, runs[^1].Outcome);
        return runs;
    }
}
