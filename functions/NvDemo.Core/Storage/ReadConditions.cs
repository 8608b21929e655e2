namespace NvDemo.Core.Storage;

/// <summary>What narrows a read, in the same round trip.</summary>
public sealed record ReadConditions
{
    public static ReadConditions None { get; } = new();

    /// <summary>As the client sent it; one that is not a single valid byte range is ignored.</summary>
    public string? Range { get; init; }

    /// <summary>One strong entity tag, quoted: the object must have it.</summary>
    public string? IfMatch { get; init; }

    /// <summary>One strong entity tag, quoted: the object must not have it.</summary>
    public string? IfNoneMatch { get; init; }
}
