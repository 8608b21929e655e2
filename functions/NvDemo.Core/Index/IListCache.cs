namespace NvDemo.Core.Index;

/// <summary>
/// Finished list pages, kept under a generation that every change of the list moves on; a page that no change since has touched stays
/// current. A cache that is out answers misses and never throws: nothing depends on it. Held to by <c>ListCacheContract</c> in the tests.
/// </summary>
public interface IListCache
{
    /// <summary>The current generation and the page if it is current, in one round trip while nothing changes.</summary>
    ValueTask<CachedPage> GetAsync(string page, CancellationToken cancellation);

    /// <summary>The tag of the page, if it is current; <c>null</c> otherwise. The page itself is not read.</summary>
    ValueTask<string?> GetTagAsync(string page, CancellationToken cancellation);

    /// <summary>Stores a page that was read after a generation was current.</summary>
    /// <param name="page">Its name.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="region">The part of the list that it shows, and that its end depends on.</param>
    /// <param name="tag">Tells its content from any other; of ASCII, without white space.</param>
    /// <param name="content">The page.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    ValueTask SetAsync(
        string page, string generation, ListRegion region, string tag, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>
    /// Moves the generation on: no page stored so far that overlaps one of the regions is found again. Called after the change of the index
    /// is committed.
    /// </summary>
    ValueTask InvalidateAsync(IReadOnlyList<ListRegion> touched, CancellationToken cancellation);

    /// <summary>Whether the cache answers, and can be invalidated.</summary>
    ValueTask<bool> PingAsync(CancellationToken cancellation);
}
