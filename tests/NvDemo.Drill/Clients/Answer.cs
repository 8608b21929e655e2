namespace NvDemo.Drill.Clients;

/// <summary>What came back.</summary>
/// <param name="Operation">It as the history has it.</param>
/// <param name="ETag">The reply's <c>ETag</c>.</param>
/// <param name="Body">The reply's content; empty where there is no reply.</param>
/// <param name="Headers">The reply's other headers that are about an upload.</param>
internal sealed record Answer(History.Operation Operation, string? ETag, byte[] Body, UploadHeaders Headers)
{
    public int? Status => Operation.Status;

    public DateTime Began => Operation.Began;

    public DateTime Ended => Operation.Ended;
}

/// <summary>What a reply says of an upload.</summary>
/// <param name="Location">Where it goes on.</param>
/// <param name="Offset">How much of it is there.</param>
/// <param name="IsPending">Whether the index is out, so that the file will be listed later.</param>
internal sealed record UploadHeaders(Uri? Location, long? Offset, bool IsPending)
{
    /// <summary>Of no reply.</summary>
    public static UploadHeaders None { get; } = new(null, null, false);
}
