using Microsoft.Extensions.Logging;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Reconciliation;

/// <summary>
/// Makes the index equal to the bucket, whatever events were lost: walks both in the order of the keys, a page of each at a time, and
/// repairs both ways. Uploads and deletions may go on meanwhile: of a stretch of keys the index is read first and the bucket after it,
/// and only an entry that has not changed since is repaired. Two runs at a time do no harm.
/// </summary>
public sealed partial class Reconciler(
    IObjectStore store, FileCatalog catalog, ContentTypeReader types, TimeProvider clock, ILogger<Reconciler> logger)
{
    private const int PageSize = 1000;
    private const int Attempts = 5;
    private const long ProgressInterval = 100_000;

    // Longer than SQS keeps an event (14 days), which could otherwise bring a deleted file back.
    private static readonly TimeSpan TombstoneLifetime = TimeSpan.FromDays(15);

    // How far this clock may be ahead of the bucket's: what is reported from then on is taken for newer than what was listed.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs through, or as far as the request says.</summary>
    /// <exception cref="DependencyException">The bucket or the index is out, and stayed so for some seconds.</exception>
    public async Task<ReconcileReport> RunAsync(ReconcileRequest request, CancellationToken cancellation)
    {
        var report = new ReconcileReport { IsDryRun = request.IsDryRun };
        await WalkAsync(request, report, _ => Task.FromResult(true), cancellation);
        if (report.Outcome == ReconcileOutcome.Complete && !request.IsDryRun)
            report.Purged = await PurgeAsync(request.Deadline, cancellation);
        LogEnd(report.Objects, report.Files, report.Missing, report.Stale, report.Ghosts, report.Repaired, report.Purged, report.Unlistable);
        return report;
    }

    /// <summary>Walks through, or as far as the request says.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="report">Counts it.</param>
    /// <param name="reached">Takes the last key of each stretch that was compared, <c>null</c> at the end; says whether to go on.</param>
    /// <param name="cancellation">Ends it at once.</param>
    internal async Task WalkAsync(
        ReconcileRequest request, ReconcileReport report, Func<string?, Task<bool>> reached, CancellationToken cancellation)
    {
        report.Outcome = ReconcileOutcome.Unfinished;
        report.Next = request.After;
        var keys = 0L;
        while (report.Next is { } after)
        {
            if (keys >= request.MaxKeys || clock.GetUtcNow() >= request.Deadline)
                return;
            var compared = await PatientlyAsync(() => ReconcileAfterAsync(after, report, cancellation), cancellation);
            if ((keys + compared) / ProgressInterval > keys / ProgressInterval)
                LogProgress(report.Objects, report.Files, report.Repaired, report.Next);
            keys += compared;
            if (!await reached(report.Next))
                return;
        }

        report.Outcome = ReconcileOutcome.Complete;
    }

    /// <summary>Forgets the tombstones that no event can need any more.</summary>
    /// <returns>How many.</returns>
    internal async Task<long> PurgeAsync(DateTimeOffset? deadline, CancellationToken cancellation)
    {
        var deletedBefore = clock.GetUtcNow().UtcDateTime - TombstoneLifetime;
        var (purged, count) = (0L, 0);
        do
        {
            count = await catalog.PurgeAsync(deletedBefore, cancellation);
            purged += count;
        }
        while (count > 0 && !(clock.GetUtcNow() >= deadline));
        return purged;
    }

    /// <summary>Reconciles a page; returns how many keys that were.</summary>
    private async Task<int> ReconcileAfterAsync(string after, ReconcileReport report, CancellationToken cancellation)
    {
        var entries = await catalog.ReadAsync(after, PageSize, cancellation);
        var observed = clock.GetUtcNow().UtcDateTime - ClockTolerance;
        var page = await store.ListAsync(after, cancellation);

        // What follows the end of the shorter page is for the next round, which reads it afresh.
        var end = Earlier(
            entries.Count < PageSize ? null : entries[^1].Key.Value,
            page.IsLast ? null : page.Objects[^1].Key.Value);
        var listed = UpTo(end, page.Objects, item => item.Key.Value);
        IReadOnlyList<ListedObject> objects = [.. listed.Where(item => item.Key.IsListed)];
        entries = UpTo(end, entries, entry => entry.Key.Value);

        List<Difference> differences = [.. Difference.Between(objects, entries)];
        if (differences.Count > 0 && !report.IsDryRun)
            report.Repaired += await catalog.RepairAsync([.. differences.Select(difference => difference.Repair)], observed, cancellation);
        if (!report.IsDryRun)
            await types.AddAsync(Undescribed(objects, entries), cancellation);
        differences.ForEach(report.Count);
        report.Objects += objects.Count;
        var unlistable = listed.Count(item => !item.Key.IsIndexable);
        if (unlistable > 0)
            ServiceMetrics.SkippedKeys.Add(unlistable);
        report.Unlistable += unlistable;
        report.Files += entries.Count(entry => !entry.IsDeleted);
        report.Next = end;
        return Math.Max(objects.Count, entries.Count);
    }

    private static List<(ObjectKey Key, string ETag)> Undescribed(IEnumerable<ListedObject> objects, IEnumerable<IndexEntry> entries)
    {
        var described = entries.Where(entry => entry is { HasContentType: true, IsDeleted: false }).ToDictionary(entry => entry.Key, entry => entry.ETag);
        return [.. objects.Where(item => described.GetValueOrDefault(item.Key) != item.ETag).Select(item => (item.Key, item.ETag))];
    }

    // By hand: Polly.Core for this loop alone would make the Lambda executable a megabyte larger, and its start slower.
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (DependencyException e) when (attempt < Attempts)
            {
                LogWaiting(e, e.Dependency);
                await Task.Delay(Pause * attempt, clock, cancellation);
            }
        }
    }

    private static string? Earlier(string? one, string? other) =>
        one is null ? other : other is null || ObjectKey.Compare(one, other) < 0 ? one : other;

    private static IReadOnlyList<T> UpTo<T>(string? end, IReadOnlyList<T> items, Func<T, string> key) =>
        end is null ? items : [.. items.TakeWhile(item => ObjectKey.Compare(key(item), end) <= 0)];

    [LoggerMessage(LogLevel.Information, "Reconciled {Objects} objects and {Files} files so far, repaired {Repaired}; at {Key}")]
    private partial void LogProgress(long objects, long files, long repaired, string? key);

    [LoggerMessage(
        LogLevel.Information,
        "Reconciled {Objects} objects and {Files} files: {Missing} missing, {Stale} stale, {Ghosts} ghosts; {Repaired} repaired, {Purged} purged, {Unlistable} unlistable")]
    private partial void LogEnd(
        long objects, long files, long missing, long stale, long ghosts, long repaired, long purged, long unlistable);

    [LoggerMessage(LogLevel.Warning, "{Dependency} is out; trying again")]
    private partial void LogWaiting(Exception exception, string dependency);
}
