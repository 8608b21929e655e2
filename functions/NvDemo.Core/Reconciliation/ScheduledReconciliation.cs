using Microsoft.Extensions.Logging;

namespace NvDemo.Core.Reconciliation;

/// <summary>
/// What a schedule runs every few minutes on both clouds: forgets old tombstones and walks through the bucket, a stretch in each run,
/// whichever process that is. A walk begins when the last one is as old as the settings say. So no bucket is too large for the time that a
/// function may take, and the loss of a cloud, or of a run, delays the walk by one run.
/// </summary>
public sealed partial class ScheduledReconciliation(
    Reconciler reconciler, IWalkJournal journal, ServiceOptions options, TimeProvider clock, ILogger<ScheduledReconciliation> logger)
{
    // A page takes seconds at the worst; this is for processes that ended in the middle of one.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Runs until a time, at which the next run goes on.</summary>
    /// <exception cref="DependencyException">The bucket or the index is out, and stayed so for some seconds.</exception>
    public async Task<ReconcileReport> RunAsync(DateTimeOffset deadline, CancellationToken cancellation)
    {
        using var span = ServiceTraces.StartTimer("reconcile");
        var report = new ReconcileReport { Outcome = ReconcileOutcome.Elsewhere };
        try
        {
            await RunAsync(report, deadline, cancellation);
        }
        catch (Exception e)
        {
            span?.Fail(e);
            throw;
        }

        span?.SetTag("nv.reconcile.outcome", $"{report.Outcome}").SetTag("nv.reconcile.objects", report.Objects).SetTag("nv.reconcile.repaired", report.Repaired);
        LogEnd(report.Outcome, report.Objects, report.Files, report.Repaired, report.Purged);
        return report;
    }

    private async Task RunAsync(ReconcileReport report, DateTimeOffset deadline, CancellationToken cancellation)
    {
        var walk = await journal.TakeAsync(Lease, cancellation);
        try
        {
            if (!walk.IsElsewhere)
                walk = await RunAsync(walk, report, deadline, cancellation);
        }
        finally
        {
            ServiceMetrics.ReconcileLag.Record((clock.GetUtcNow().UtcDateTime - (walk.CompletedAt ?? walk.FirstStartedAt)).TotalSeconds);
        }
    }

    private async Task<Walk> RunAsync(Walk walk, ReconcileReport report, DateTimeOffset deadline, CancellationToken cancellation)
    {
        try
        {
            // Another process takes the walk when the lease is over; what is left is purged by the next runs.
            var half = clock.GetUtcNow() + Lease / 2;
            report.Purged = await reconciler.PurgeAsync(half < deadline ? half : deadline, cancellation);
            return await WalkAsync(walk, report, deadline, cancellation);
        }
        finally
        {
            await journal.ReleaseAsync(walk, CancellationToken.None);
        }
    }

    private async Task<Walk> WalkAsync(Walk walk, ReconcileReport report, DateTimeOffset deadline, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (walk is { StartedAt: null, IsRequested: false } && now - walk.CompletedAt < options.ReconcilePeriod)
        {
            report.Outcome = ReconcileOutcome.NotDue;
            return walk;
        }

        if (walk.StartedAt is null)
        {
            // Before its first page: who asks for a walk from now on asks for the next one.
            walk = walk with { StartedAt = now };
            if (!await journal.SaveAsync(walk, Lease, cancellation))
                return walk;
        }

        var request = new ReconcileRequest { After = walk.Reached, Deadline = deadline };
        await reconciler.WalkAsync(request, report, SaveAsync, cancellation);
        return walk;

        async Task<bool> SaveAsync(string? reached)
        {
            walk = reached is null
                ? walk with { StartedAt = null, Reached = "", CompletedAt = clock.GetUtcNow().UtcDateTime }
                : walk with { Reached = reached };
            return await journal.SaveAsync(walk, Lease, cancellation);
        }
    }

    [LoggerMessage(
        LogLevel.Information, "Scheduled reconciliation: {Outcome}, {Objects} objects and {Files} files; {Repaired} repaired, {Purged} purged")]
    private partial void LogEnd(ReconcileOutcome outcome, long objects, long files, long repaired, long purged);
}
