using CsCheck;

namespace NvDemo.Tests.Core.Convergence;

/// <summary>What happens next to a key. What it happens to is chosen among what there is then.</summary>
/// <param name="Kind">What.</param>
/// <param name="Choice">Which content, operation or event; any number.</param>
/// <param name="Count">How many events at once.</param>
/// <param name="Pause">Time that passes before it, in milliseconds.</param>
public sealed record HistoryStep(HistoryStepKind Kind, int Choice, int Count, int Pause)
{
    // Mostly quick, sometimes past the 15 minutes for which the service's own changes are held.
    private static readonly Gen<int> Pauses = Gen.Frequency((8, Gen.Int[1, 50]), (3, Gen.Int[1000, 60_000]), (1, Gen.Int[600_000, 3_600_000]));

    private static readonly Gen<HistoryStepKind> Kinds = Gen.Frequency(
        (3, Gen.Const(HistoryStepKind.Put)),
        (2, Gen.Const(HistoryStepKind.Delete)),
        (4, Gen.Const(HistoryStepKind.BeginUpload)),
        (3, Gen.Const(HistoryStepKind.BeginDeletion)),
        (7, Gen.Const(HistoryStepKind.Acknowledge)),
        (8, Gen.Const(HistoryStepKind.Deliver)),
        (4, Gen.Const(HistoryStepKind.DeliverByBoth)),
        (1, Gen.Const(HistoryStepKind.Lose)),
        (1, Gen.Const(HistoryStepKind.Reconcile)));

    /// <summary>Histories of one key.</summary>
    public static Gen<HistoryStep[]> Histories { get; } =
        Gen.Select(Kinds, Gen.Int[0, 99], Gen.Int[1, 4], Pauses, (kind, choice, count, pause) => new HistoryStep(kind, choice, count, pause)).Array[1, 14];
}

/// <summary>The kinds of <see cref="HistoryStep"/>.</summary>
public enum HistoryStepKind
{
    /// <summary>Somebody else writes to the bucket.</summary>
    Put,

    /// <summary>Somebody else deletes from the bucket.</summary>
    Delete,

    /// <summary>The service has written to the bucket and not to the index yet.</summary>
    BeginUpload,

    /// <summary>The service has deleted from the bucket and not from the index yet.</summary>
    BeginDeletion,

    /// <summary>The service records what it did, and answers its client.</summary>
    Acknowledge,

    /// <summary>A worker gets a batch of events, in any order, also such as were delivered before.</summary>
    Deliver,

    /// <summary>The workers of both clouds get a batch each at the same time.</summary>
    DeliverByBoth,

    /// <summary>An event will never be delivered.</summary>
    Lose,

    /// <summary>The index is reconciled with the bucket.</summary>
    Reconcile,
}
