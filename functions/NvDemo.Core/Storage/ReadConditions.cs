namespace NvDemo.Core.Storage;

/// <summary>The request headers of RFC 9110 that narrow a read, each as the client sent it or <c>null</c>.</summary>
public sealed record ReadConditions
{
    public static ReadConditions None { get; } = new();

    /// <summary><c>Range</c>; one that is not a single valid byte range is ignored.</summary>
    public string? Range { get; init; }

    /// <summary><c>If-Match</c>.</summary>
    public string? IfMatch { get; init; }

    /// <summary><c>If-None-Match</c>.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary><c>If-Unmodified-Since</c>; ignored where it is not an HTTP date, or beside <see cref="IfMatch"/>.</summary>
    public string? IfUnmodifiedSince { get; init; }

    /// <summary><c>If-Modified-Since</c>; ignored where it is not an HTTP date, or beside <see cref="IfNoneMatch"/>.</summary>
    public string? IfModifiedSince { get; init; }
}
