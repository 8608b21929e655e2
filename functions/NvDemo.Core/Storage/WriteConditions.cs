namespace NvDemo.Core.Storage;

/// <summary>The request headers of RFC 9110 that make a write conditional, each as the client sent it or <c>null</c>.</summary>
public sealed record WriteConditions(string? IfMatch = null, string? IfNoneMatch = null)
{
    public static WriteConditions None { get; } = new();
}
