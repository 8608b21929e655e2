namespace NvDemo.Core.Index;

/// <summary>
/// Finished list pages, kept under a generation that every index change moves on. A cache that is out answers misses and never throws:
/// nothing depends on it. Held to by <c>ListCacheContract</c> in the tests.
/// </summary>
public interface IListCache
{
    /// <summary>The current generation and the page that was stored under it, in one round trip.</summary>
    ValueTask<CachedPage> GetAsync(string page, CancellationToken cancellation);

    /// <summary>
    /// Stores a page that was read after <paramref name="generation"/> was current. If the generation has moved on, the page will not be
    /// found.
    /// </summary>
    ValueTask SetAsync(string page, string generation, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Moves the generation on: no page stored so far is found again. Called after the index change is committed.</summary>
    ValueTask InvalidateAsync(CancellationToken cancellation);

    /// <summary>Whether the cache answers.</summary>
    ValueTask<bool> PingAsync(CancellationToken cancellation);
}

/// <summary>The answer of <see cref="IListCache.GetAsync"/>.</summary>
/// <param name="Generation">The generation to store a fresh page under; <c>null</c> when the cache is out.</param>
/// <param name="Content">The page; <c>null</c> when there is none of this generation.</param>
public readonly record struct CachedPage(string? Generation, ReadOnlyMemory<byte>? Content);
