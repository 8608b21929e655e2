namespace NvDemo.Core.Index;

/// <summary>The answer of <see cref="IListCache.GetAsync"/>.</summary>
/// <param name="Generation">The generation to store a fresh page under; <c>null</c> when the cache is out.</param>
/// <param name="Tag">The page's tag; <c>null</c> when there is none that is current.</param>
/// <param name="Content">The page.</param>
/// <param name="Buffer">What holds its bytes, to be disposed.</param>
public readonly record struct CachedPage(string? Generation, string? Tag, ReadOnlyMemory<byte> Content, PageBuffer? Buffer)
{
    /// <summary>There is no page that is current.</summary>
    public static CachedPage None(string? generation) => new(generation, null, default, null);
}
