namespace NvDemo.Drill.History;

/// <summary>What clients noticed of a fault, and for how long.</summary>
internal sealed class Timeline
{
    private const int MostNotes = 3;

    // Within which every answer should be there, and every error be over.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public Timeline(IReadOnlyCollection<Operation> operations, Fault fault)
    {
        Operations = operations.Count;
        foreach (var error in operations.Select(operation => operation.Error).OfType<string>())
            Errors[error] = Errors.GetValueOrDefault(error) + 1;
        LastError = operations.Where(operation => operation.Error is not null && operation.Ended > fault.Ended)
            .Select(operation => (TimeSpan?)(operation.Ended - fault.Ended)).Max();
        var answered = operations.Where(operation => operation.IsAnswered).ToList();
        var ours = answered.Where(operation => operation.Route != "s3").ToList();
        Slowest = ours.Max(operation => operation.Ended - operation.Began);
        var slow = ours.Where(operation => operation.Ended - operation.Began > Patience).ToList();
        Slow = slow.Count;
        var late = operations.Where(operation => operation.Error is not null && operation.Ended > fault.Ended + Patience);
        Notes =
        [
            .. slow.OrderByDescending(operation => operation.Ended - operation.Began).Take(MostNotes).Select(operation => $"slow: {operation}"),
            .. late.OrderByDescending(operation => operation.Ended).Take(MostNotes).Select(operation => $"late: {operation}"),
        ];

        // The front decides where a request goes when it begins.
        Operation[] front = [.. answered.Where(operation => operation is { Route: "front", Cloud: not null }).OrderBy(operation => operation.Began)];
        var home = front[0].Cloud;
        Hops = front.Zip(front.Skip(1)).Count(pair => pair.First.Cloud != pair.Second.Cloud);
        if (front.FirstOrDefault(operation => operation.Cloud != home) is { } elsewhere)
        {
            Failover = elsewhere.Ended - fault.Began;
            Back = front.FirstOrDefault(operation => operation.Cloud == home && operation.Began > elsewhere.Began && operation.Ended > fault.Mending)?.Ended - fault.Ended;
        }

        var ends = front.Select(operation => operation.Ended).Order().ToList();
        LongestGap = ends.Zip(ends.Skip(1), (one, next) => next - one).Max();
    }

    /// <summary>How many requests there were.</summary>
    public int Operations { get; }

    /// <summary>How many of them ended in each kind of error.</summary>
    public SortedDictionary<string, int> Errors { get; } = [];

    /// <summary>From the fault to the first answer of the other cloud under the front's name; <c>null</c> where there was none.</summary>
    public TimeSpan? Failover { get; }

    /// <summary>From the end of the fault to the first answer of the first cloud again; <c>null</c> where it had not lost its clients.</summary>
    public TimeSpan? Back { get; }

    /// <summary>The longest time in which the front answered nobody.</summary>
    public TimeSpan LongestGap { get; }

    /// <summary>From the end of the fault to the last error, by any address; <c>null</c> where there was none.</summary>
    public TimeSpan? LastError { get; }

    /// <summary>The longest time that an answer took. What the bucket itself answers, to a presigned URL, is its own.</summary>
    public TimeSpan Slowest { get; }

    /// <summary>How many took more than three seconds.</summary>
    public int Slow { get; }

    /// <summary>The slowest of them, and the last errors that came more than three seconds after the fault.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>How often the cloud behind the front changed.</summary>
    public int Hops { get; }
}
