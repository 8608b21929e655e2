using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Events;

/// <summary>Indexes what the bucket reports. A message that fails is left to its queue, which delivers it again.</summary>
public sealed partial class EventIndexer(
    FileCatalog catalog, ContentTypeReader types, ServiceOptions options, TimeProvider clock, ILogger<EventIndexer> logger)
{
    /// <summary>Indexes a batch in one round trip, and then finds the media types of what others have stored.</summary>
    /// <returns>The ids of the messages that failed: malformed ones, and all that there is something to index of when the index is out.</returns>
    public async Task<IReadOnlyList<string>> IndexAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellation)
    {
        using var span = EventSpans.StartBatch(messages);
        var failed = new HashSet<string>();
        var parsed = new List<(QueueMessage Message, IReadOnlyList<ObjectChange> Changes)>();
        foreach (var message in messages)
        {
            try
            {
                var changes = S3Event.Parse(message.Body, options.Bucket, out var malformed);
                // Of nothing to index, such as S3's test event, nothing can fail.
                if (Listed(changes, message.Id) is { Count: > 0 } listed)
                    parsed.Add((message, listed));
                if (malformed is null)
                    continue;

                // The other records of the message are indexed all the same.
                LogMalformed(malformed, message.Id);
                failed.Add(message.Id);
            }
            catch (Exception e)
            {
                // Whatever is wrong with it, it fails alone.
                LogMalformed(e, message.Id);
                failed.Add(message.Id);
            }
        }

        failed.UnionWith(await ApplyAsync(parsed, cancellation));
        if (failed.Count > 0)
            span?.SetTag("nv.messages.failed", failed.Count).SetStatus(ActivityStatusCode.Error);
        return [.. failed];
    }

    private List<ObjectChange> Listed(IReadOnlyList<ObjectChange> changes, string messageId)
    {
        var unlistable = changes.Count(change => !change.Key.IsIndexable);
        if (unlistable > 0)
        {
            ServiceMetrics.SkippedKeys.Add(unlistable);
            LogUnlistable(unlistable, messageId);
        }

        return [.. changes.Where(change => change.Key.IsListed)];
    }

    private async Task<IEnumerable<string>> ApplyAsync(
        List<(QueueMessage Message, IReadOnlyList<ObjectChange> Changes)> batch, CancellationToken cancellation)
    {
        List<ObjectChange> changes = [.. batch.SelectMany(item => item.Changes)];
        if (changes.Count == 0)
            return [];
        try
        {
            var touched = await ApplyChangesAsync(changes, batch[0].Message.Queueing, cancellation);
            ServiceMetrics.IndexLag.Record((clock.GetUtcNow().UtcDateTime - changes.Min(change => change.Time)).TotalSeconds);
            await types.AddAsync(Undescribed(changes, touched), cancellation);
            return [];
        }
        catch (DependencyException e)
        {
            LogIndexOut(e, Ids(batch));
            return batch.Select(item => item.Message.Id);
        }
        catch (OperationCanceledException e)
        {
            LogStopped(e, Ids(batch));
            throw;
        }
        catch (Exception e) when (batch.Count == 1)
        {
            LogRefused(e, batch[0].Message.Id);
            return [batch[0].Message.Id];
        }
        catch
        {
            // The index refuses something in this batch: one by one, so that it fails alone.
            var failed = new List<string>();
            foreach (var item in batch)
                failed.AddRange(await ApplyAsync([item], cancellation));
            return failed;
        }
    }

    private async Task<IReadOnlyList<ListRegion>> ApplyChangesAsync(List<ObjectChange> changes, string? queueing, CancellationToken cancellation)
    {
        if (!ServiceTraces.IsOn)
            return await catalog.ApplyAsync(changes, cancellation);
        var started = clock.GetUtcNow();
        var applied = await catalog.ApplyTracedAsync(changes, cancellation);
        EventSpans.AddProcessed(Activity.Current, options.Bucket, queueing, changes, applied.Origins, started);
        return applied.Touched;
    }

    // What the service has stored itself was known already, with its type: its report changes nothing.
    private static List<(ObjectKey Key, string ETag)> Undescribed(List<ObjectChange> changes, IReadOnlyList<ListRegion> touched)
    {
        var changed = touched.Select(region => region.FirstKey).ToHashSet();
        return
        [
            .. changes.Where(change => change is { IsDelete: false, ETag: not null } && changed.Contains(change.Key.Value))
                .Select(change => (change.Key, change.ETag!)).Distinct(),
        ];
    }

    private static string Ids(List<(QueueMessage Message, IReadOnlyList<ObjectChange> Changes)> batch) =>
        string.Join(", ", batch.Select(item => item.Message.Id));

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} is malformed")]
    private partial void LogMalformed(Exception exception, string messageId);

    [LoggerMessage(LogLevel.Warning, "{Count} objects of message {MessageId} are not listed: the index can't hold U+0000 in a key")]
    private partial void LogUnlistable(int count, string messageId);

    [LoggerMessage(LogLevel.Warning, "The index is out; these messages will be delivered again: {MessageIds}")]
    private partial void LogIndexOut(Exception exception, string messageIds);

    [LoggerMessage(LogLevel.Warning, "Stopped or out of time; these messages will be delivered again: {MessageIds}")]
    private partial void LogStopped(Exception exception, string messageIds);

    [LoggerMessage(LogLevel.Error, "The index refuses message {MessageId}")]
    private partial void LogRefused(Exception exception, string messageId);
}
