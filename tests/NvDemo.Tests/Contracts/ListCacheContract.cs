using System.Text;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="IListCache"/> must do. Each test has a cache of its own.</summary>
public abstract class ListCacheContract
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
    private static readonly ListRegion[] Everything = [ListRegion.All];

    protected abstract IListCache Cache { get; }

    /// <summary>Another instance of the same cache, as another cloud's process has one.</summary>
    protected abstract IListCache Elsewhere { get; }

    /// <summary>The same cache where nothing answers.</summary>
    protected abstract IListCache Unreachable { get; }

    /// <summary>Loses the generation and nothing else, as an eviction does.</summary>
    protected abstract Task LoseGenerationAsync();

    /// <summary>Loses what is known of changes and nothing else.</summary>
    protected abstract Task LoseChangesAsync();

    [Fact]
    public async Task A_generation_that_is_lost_never_comes_back()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            await LoseGenerationAsync();
            if (i % 2 == 0)
                await Elsewhere.InvalidateAsync(Everything, default);
            Assert.True(seen.Add((await Cache.GetAsync("page", default)).Generation!));
            await Elsewhere.InvalidateAsync(Everything, default);
            Assert.True(seen.Add((await Cache.GetAsync("page", default)).Generation!));
        }
    }

    [Fact]
    public async Task A_page_whose_generation_was_lost_is_not_found_again()
    {
        await LoseGenerationAsync();
        await Elsewhere.InvalidateAsync(Everything, default);
        await StoreAsync("old", ListRegion.All);
        await LoseGenerationAsync();
        await Elsewhere.InvalidateAsync([At("a", 0)], default);
        Assert.Null(await TextAsync(Cache));
    }

    [Fact]
    public async Task Finds_everywhere_what_is_stored_under_the_current_generation()
    {
        var none = await Cache.GetAsync("page", default);
        Assert.Null(none.Buffer);
        Assert.NotNull(none.Generation);
        Assert.Null(await Cache.GetTagAsync("page", default));
        await Cache.SetAsync("page", none.Generation, ListRegion.All, "tag", Bytes("[1\n2]"), default);
        Assert.Equal("[1\n2]", await TextAsync(Elsewhere));
        Assert.Equal("tag", await Elsewhere.GetTagAsync("page", default));
        Assert.Null((await Cache.GetAsync("another page", default)).Buffer);
    }

    [Fact]
    public async Task An_invalidation_hides_every_page_that_it_touches_everywhere()
    {
        await StoreAsync("old", ListRegion.Between("a", "c"));
        await Elsewhere.InvalidateAsync([At("x", 0), At("b", 0)], default);
        Assert.Null(await TextAsync(Cache));
        Assert.Null(await Cache.GetTagAsync("page", default));
    }

    [Fact]
    public async Task A_page_that_was_read_before_an_invalidation_is_never_found()
    {
        var (generation, _, _, _) = await Cache.GetAsync("page", default);
        await Elsewhere.InvalidateAsync(Everything, default);
        await Cache.SetAsync("page", generation!, ListRegion.All, "tag", Bytes("old"), default);
        Assert.Null(await TextAsync(Cache));
        Assert.Null(await TextAsync(Elsewhere));
    }

    [Fact]
    public async Task What_touches_a_page_by_date_is_what_was_added_then()
    {
        await StoreAsync("page", ListRegion.Between(Noon, Noon.AddMinutes(1)));
        for (var i = 0; i < 3; i++)
        {
            await Elsewhere.InvalidateAsync([At("a", -1), At("z", 61_000)], default);
            Assert.Equal("page", await TextAsync(Cache));
            Assert.Equal("tag", await Elsewhere.GetTagAsync("page", default));
        }

        await Elsewhere.InvalidateAsync([At("a", 60_000)], default);
        Assert.Null(await TextAsync(Cache));
    }

    [Fact]
    public async Task What_touches_a_page_by_key_is_what_has_such_a_key_in_the_order_of_bytes()
    {
        // As UTF-16 the first of the two comes before the second.
        await StoreAsync("page", ListRegion.Between("b", "\uFFFD"));
        await Elsewhere.InvalidateAsync([At("az", 0), At("\U0001F600", 0)], default);
        Assert.Equal("page", await TextAsync(Cache));
        await Elsewhere.InvalidateAsync([At("\uE000", 0)], default);
        Assert.Null(await TextAsync(Cache));
    }

    [Fact]
    public async Task Of_a_large_batch_the_bounds_count()
    {
        await StoreAsync("page", ListRegion.Between(Noon, Noon.AddMinutes(1)));
        ListRegion[] later = [.. Enumerable.Range(0, 1000).Select(i => At($"{i}", 60_001 + i))];
        await Elsewhere.InvalidateAsync(later, default);
        Assert.Equal("page", await TextAsync(Cache));
        await Elsewhere.InvalidateAsync([At("before", -1), .. later], default);
        Assert.Null(await TextAsync(Cache));
    }

    [Fact]
    public async Task Where_it_is_not_known_what_a_change_touched_no_page_is_found()
    {
        await StoreAsync("page", ListRegion.Between(Noon, Noon.AddMinutes(1)));
        await Elsewhere.InvalidateAsync([At("a", -1)], default);
        await LoseChangesAsync();
        await Elsewhere.InvalidateAsync([At("a", -1)], default);
        Assert.Null(await TextAsync(Cache));

        // Too many to look at.
        await StoreAsync("page", ListRegion.Between(Noon, Noon.AddMinutes(1)));
        for (var i = 0; i < 1100; i++)
            await Elsewhere.InvalidateAsync([At("a", -1)], default);
        Assert.Null(await TextAsync(Cache));
    }

    [Fact]
    public async Task Answers_misses_when_it_is_out()
    {
        Assert.True(await Cache.PingAsync(default));
        Assert.False(await Unreachable.PingAsync(default));
        Assert.Equal(default, await Unreachable.GetAsync("page", default));
        Assert.Null(await Unreachable.GetTagAsync("page", default));
        await Unreachable.SetAsync("page", "1", ListRegion.All, "tag", Bytes("x"), default);
        await Unreachable.InvalidateAsync(Everything, default);
    }

    private static ListRegion At(string key, int milliseconds) => ListRegion.At(ObjectKey.FromBucket(key), Noon.AddMilliseconds(milliseconds));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string?> TextAsync(IListCache cache)
    {
        var page = await cache.GetAsync("page", default);
        using (page.Buffer)
            return page.Buffer is null ? null : Encoding.UTF8.GetString(page.Content.Span);
    }

    private async Task StoreAsync(string text, ListRegion region)
    {
        var generation = (await Cache.GetAsync("page", default)).Generation!;
        await Cache.SetAsync("page", generation, region, "tag", Bytes(text), default);
        Assert.Equal(text, await TextAsync(Cache));
    }
}
