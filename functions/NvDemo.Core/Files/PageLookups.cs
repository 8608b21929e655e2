using NvDemo.Core.Index;

namespace NvDemo.Core.Files;

/// <summary>Asks the cache for pages, once for all who want the same one.</summary>
internal sealed class PageLookups(IListCache cache)
{
    private readonly SharedReads<string, PageLookup> _lookups = new();

    /// <summary>What the cache has of a page at some moment after the call, which the caller then holds.</summary>
    public Task<PageLookup> FindAsync(string page, CancellationToken cancellation) =>
        _lookups.ReadAsync(page, mayJoin: false, () => FindAsync(page), cancellation);

    private async Task<PageLookup> FindAsync(string page)
    {
        var cached = await cache.GetAsync(page, CancellationToken.None);
        return new PageLookup(cached.Generation, ListPage.Of(cached));
    }
}
