using System.Text;
using NvDemo.Core.Index;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="IListCache"/> must do. Each test has a cache of its own.</summary>
public abstract class ListCacheContract
{
    protected abstract IListCache Cache { get; }

    /// <summary>Another instance of the same cache, as another cloud's process has one.</summary>
    protected abstract IListCache Elsewhere { get; }

    /// <summary>The same cache where nothing answers.</summary>
    protected abstract IListCache Unreachable { get; }

    /// <summary>Loses the generation and nothing else, as an eviction does.</summary>
    protected abstract Task LoseGenerationAsync();

    [Fact]
    public async Task A_generation_that_is_lost_never_comes_back()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            await LoseGenerationAsync();
            if (i % 2 == 0)
                await Elsewhere.InvalidateAsync(default);
            Assert.True(seen.Add((await Cache.GetAsync("page", default)).Generation!));
            await Elsewhere.InvalidateAsync(default);
            Assert.True(seen.Add((await Cache.GetAsync("page", default)).Generation!));
        }
    }

    [Fact]
    public async Task A_page_whose_generation_was_lost_is_not_found_again()
    {
        await LoseGenerationAsync();
        await Elsewhere.InvalidateAsync(default);
        await Cache.SetAsync("page", (await Cache.GetAsync("page", default)).Generation!, Bytes("old"), default);
        await LoseGenerationAsync();
        await Elsewhere.InvalidateAsync(default);
        Assert.Null(await TextAsync(Cache, "page"));
    }

    [Fact]
    public async Task Finds_everywhere_what_is_stored_under_the_current_generation()
    {
        var (generation, content) = await Cache.GetAsync("page", default);
        Assert.Null(content);
        Assert.NotNull(generation);
        await Cache.SetAsync("page", generation, Bytes("[1\n2]"), default);
        Assert.Equal("[1\n2]", await TextAsync(Elsewhere, "page"));
        Assert.Null(await TextAsync(Cache, "another page"));
    }

    [Fact]
    public async Task An_invalidation_hides_every_page_everywhere()
    {
        var (generation, _) = await Cache.GetAsync("page", default);
        await Cache.SetAsync("page", generation!, Bytes("old"), default);
        await Elsewhere.InvalidateAsync(default);
        Assert.Null(await TextAsync(Cache, "page"));
    }

    [Fact]
    public async Task A_page_that_was_read_before_an_invalidation_is_never_found()
    {
        var (generation, _) = await Cache.GetAsync("page", default);
        await Elsewhere.InvalidateAsync(default);
        await Cache.SetAsync("page", generation!, Bytes("old"), default);
        Assert.Null(await TextAsync(Cache, "page"));
        Assert.Null(await TextAsync(Elsewhere, "page"));
    }

    [Fact]
    public async Task Answers_misses_when_it_is_out()
    {
        Assert.True(await Cache.PingAsync(default));
        Assert.False(await Unreachable.PingAsync(default));
        Assert.Equal(default, await Unreachable.GetAsync("page", default));
        await Unreachable.SetAsync("page", "1", Bytes("x"), default);
        await Unreachable.InvalidateAsync(default);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string?> TextAsync(IListCache cache, string page) =>
        (await cache.GetAsync(page, default)).Content is { } content ? Encoding.UTF8.GetString(content.Span) : null;
}
