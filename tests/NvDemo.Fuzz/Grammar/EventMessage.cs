namespace NvDemo.Fuzz.Grammar;

/// <summary>A message to the queues of both clouds. Texts have <see cref="Learned.Namespace"/> where each cloud has its own.</summary>
/// <param name="Body">What the queue gets.</param>
internal sealed record EventMessage(string Body)
{
    /// <summary>The keys that it reports as stored, which must be listed then.</summary>
    public IReadOnlyList<string> Stored { get; init; } = [];

    /// <summary>The keys that it reports as deleted after all.</summary>
    public IReadOnlyList<string> Deleted { get; init; } = [];

    /// <summary>Whether it may end in the dead-letter queue.</summary>
    public bool IsMalformed { get; init; }

    /// <summary>How often it is sent.</summary>
    public int Times { get; init; } = 1;
}
