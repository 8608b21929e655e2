namespace NvDemo.Drill.Clients;

/// <summary>What came back.</summary>
/// <param name="Operation">It as the history has it.</param>
/// <param name="ETag">The reply's <c>ETag</c>.</param>
/// <param name="Body">The reply's content; empty where there is no reply.</param>
internal sealed record Answer(History.Operation Operation, string? ETag, byte[] Body)
{
    public int? Status => Operation.Status;

    public DateTime Began => Operation.Began;

    public DateTime Ended => Operation.Ended;
}
