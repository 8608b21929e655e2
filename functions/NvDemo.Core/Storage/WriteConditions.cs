namespace NvDemo.Core.Storage;

/// <summary>What a write depends on, so that nothing can come between the decision and the write.</summary>
/// <param name="IfMatch">One strong entity tag, quoted: the object must have it.</param>
/// <param name="IsNew">Whether there must be no such object.</param>
public sealed record WriteConditions(string? IfMatch = null, bool IsNew = false)
{
    public static WriteConditions None { get; } = new();
}
