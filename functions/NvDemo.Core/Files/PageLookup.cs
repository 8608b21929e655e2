namespace NvDemo.Core.Files;

/// <summary>What the cache has of a page.</summary>
/// <param name="Generation">The generation to store a fresh page under; <c>null</c> when the cache is out.</param>
/// <param name="Page">The page, if there is one that is current.</param>
internal sealed record PageLookup(string? Generation, ListPage? Page) : ISharedResult
{
    /// <inheritdoc/>
    public void Hold(int holders) => Page?.Hold(holders);

    /// <inheritdoc/>
    public void Dispose() => Page?.Dispose();
}
