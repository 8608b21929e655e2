using NvDemo.Core.Index;

namespace NvDemo.Core.Files;

/// <summary>Asks the cache for pages and for their tags, once for all who want the same one.</summary>
internal sealed class PageLookups(IListCache cache)
{
    private readonly SharedReads<string, PageLookup> _lookups = new();
    private readonly SharedReads<string, TagLookup> _tags = new();

    /// <summary>What the cache has of a page at some moment after the call, which the caller then holds.</summary>
    public Task<PageLookup> FindAsync(string page, CancellationToken cancellation) =>
        _lookups.ReadAsync(page, mayJoin: false, () => FindAsync(page), cancellation);

    /// <summary>The tag of a page that was current at some moment after the call; <c>null</c> where there is none.</summary>
    public async Task<string?> FindTagAsync(string page, CancellationToken cancellation) =>
        (await _tags.ReadAsync(page, mayJoin: false, async () => new TagLookup(await cache.GetTagAsync(page, CancellationToken.None)), cancellation)).Tag;

    private async Task<PageLookup> FindAsync(string page)
    {
        var cached = await cache.GetAsync(page, CancellationToken.None);
        return new PageLookup(cached.Generation, ListPage.Of(cached));
    }

    private sealed record TagLookup(string? Tag) : ISharedResult
    {
        public void Hold(int holders)
        {
        }

        public void Dispose()
        {
        }
    }
}
