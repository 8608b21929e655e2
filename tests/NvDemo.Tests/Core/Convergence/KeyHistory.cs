using System.Globalization;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core.Convergence;

/// <summary>
/// Plays a history of one key against an index that two workers share, with a bucket that is a list of operations. After each step the
/// index must show the key as some operation left it that is not older than the last one that was acknowledged.
/// </summary>
/// <param name="azure">The index as one cloud's worker sees it.</param>
/// <param name="aws">The same index as the other's does.</param>
/// <param name="isAmazon">Whether events have sequencers and request ids, as Amazon's do and an emulator's do not.</param>
internal sealed class KeyHistory(IFileIndex azure, IFileIndex aws, bool isAmazon)
{
    private static readonly ObjectKey Key = ObjectKey.FromBucket("folder/file");

    private readonly List<Operation> _operations = [];
    private readonly List<Operation> _unacknowledged = [];
    private readonly HashSet<Operation> _undelivered = [];
    private readonly HashSet<Operation> _lost = [];
    private DateTime _now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private int _acknowledged = -1;

    private string? Content => _operations.Count == 0 ? null : _operations[^1].Content;

    /// <summary>Plays the steps, then whatever they left undone, and compares the index with the bucket.</summary>
    public async Task PlayAsync(IEnumerable<HistoryStep> steps)
    {
        foreach (var step in steps)
        {
            _now = _now.AddMilliseconds(step.Pause);
            await PlayAsync(step);
            await CheckAsync(step.ToString());
        }

        while (_unacknowledged.Count > 0)
            await AcknowledgeAsync(_unacknowledged.Count / 2);
        await CheckAsync("all are acknowledged");
        while (_undelivered.Count > 0)
            await DeliverAsync(azure, [.. _undelivered.TakeLast(2)]);
        if (_lost.Count > 0)
            await ReconcileAsync();

        Assert.Equal(Content, await ShownAsync());
    }

    private Task PlayAsync(HistoryStep step)
    {
        switch (step.Kind)
        {
            case HistoryStepKind.Put or HistoryStepKind.BeginUpload:
                Operate(((char)('a' + (step.Choice % 3))).ToString(), isOwn: step.Kind == HistoryStepKind.BeginUpload, step);
                return Task.CompletedTask;
            case HistoryStepKind.Delete or HistoryStepKind.BeginDeletion:
                Operate(content: null, isOwn: step.Kind == HistoryStepKind.BeginDeletion, step);
                return Task.CompletedTask;
            case HistoryStepKind.Acknowledge when _unacknowledged.Count > 0:
                return AcknowledgeAsync(step.Choice);
            case HistoryStepKind.Deliver:
                return DeliverAsync(step.Choice % 2 == 0 ? azure : aws, Batch(step.Choice, step.Count));
            case HistoryStepKind.DeliverByBoth:
                return Task.WhenAll(DeliverAsync(azure, Batch(step.Choice, step.Count)), DeliverAsync(aws, Batch(step.Choice / 2, step.Count)));
            case HistoryStepKind.Lose when _undelivered.Count > 0:
                Lose(_undelivered.ElementAt(step.Choice % _undelivered.Count));
                return Task.CompletedTask;
            case HistoryStepKind.Reconcile:
                return ReconcileAsync();
            default:
                return Task.CompletedTask;
        }
    }

    private void Operate(string? content, bool isOwn, HistoryStep step)
    {
        var order = _operations.Count;
        var request = $"request-{order}";

        // The digits that tell the order come first; what follows makes the lengths differ.
        var sequencer = isAmazon
            ? Sequencer.Parse($"{(order + 1).ToString("X4", CultureInfo.InvariantCulture)}{new string("0F3A"[step.Choice % 4], step.Count)}")
            : (Sequencer?)null;
        var size = content is null ? null : (long?)1;
        var change = new ObjectChange(Key, content is null, _now, sequencer, isAmazon ? request : null, size, content, ContentType: null);

        // S3 takes requests from clocks that are up to 15 minutes off; where no request is named, the clock is the same. Of one whose reply was
        // lost the service does not know the id.
        var isNamed = step.Choice % 4 != 0;
        var time = isAmazon && isNamed ? _now.AddMinutes((step.Choice % 11) - 5) : _now;
        var own = content is null
            ? ObjectChange.Delete(Key, time, isNamed ? request : null)
            : ObjectChange.Put(Key, time, isNamed ? request : null, 1, content, "text/plain");
        var operation = new Operation(order, change, isOwn ? own : null);
        _operations.Add(operation);
        _undelivered.Add(operation);
        if (isOwn)
            _unacknowledged.Add(operation);
    }

    private async Task AcknowledgeAsync(int choice)
    {
        var operation = _unacknowledged[choice % _unacknowledged.Count];
        var worker = choice % 2 == 0 ? azure : aws;
        await (choice % 3 == 0 ? worker.RecordAsync([operation.Own!], CancellationToken.None) : worker.RecordAsync(operation.Own!, CancellationToken.None));
        _unacknowledged.Remove(operation);

        // When two operations overlap, the one acknowledged last may be shown, whatever their order in the bucket was.
        _acknowledged = operation.Order;
    }

    private Operation[] Batch(int choice, int count) =>
        _operations.Count == 0
            ? []
            : [.. Enumerable.Range(0, count).Select(i => _operations[(choice + (i * 7)) % _operations.Count]).Where(chosen => !_lost.Contains(chosen))];

    private async Task DeliverAsync(IFileIndex worker, Operation[] batch)
    {
        if (batch.Length > 0)
            await worker.ApplyAsync([.. batch.Select(operation => operation.Event)], CancellationToken.None);
        lock (_undelivered)
            _undelivered.ExceptWith(batch);
    }

    private void Lose(Operation operation)
    {
        _undelivered.Remove(operation);
        _lost.Add(operation);
    }

    private async Task ReconcileAsync()
    {
        var entry = (await aws.ReadAsync("", 2, CancellationToken.None)).SingleOrDefault();
        var found = Content is { } content ? new ListedObject(Key, 1, content, _operations[^1].Event.Time) : null;
        if (found?.ETag != (entry is { IsDeleted: false } ? entry.ETag : null))
            await aws.RepairAsync([new IndexRepair(Key, found, entry?.Version)], _now, CancellationToken.None);
    }

    private async Task CheckAsync(string what)
    {
        var shown = await ShownAsync();
        string?[] allowed = [.. _operations.Skip(_acknowledged).Select(operation => operation.Content)];
        if (_acknowledged < 0)
            allowed = [null, .. _operations.Select(operation => operation.Content)];
        Assert.True(allowed.Contains(shown), $"After {what}: the index shows {shown ?? "nothing"}, not {string.Join(" or ", allowed)}.");
    }

    private async Task<string?> ShownAsync() =>
        (await azure.ListedAsync(new ListQuery(), 2)).Select(file => file.ETag).SingleOrDefault();
}
