using NvDemo.Core;
using NvDemo.Core.Security;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What every <see cref="ISecretEditor"/> must do.</summary>
public abstract class SecretEditorContract
{
    protected abstract ISecretEditor Editor { get; }

    /// <summary>The same editor where nothing answers.</summary>
    protected abstract ISecretEditor Unreachable { get; }

    protected abstract ISecretStore Store { get; }

    [Fact]
    public async Task Writes_what_the_change_gives_and_nothing_where_it_gives_nothing()
    {
        var name = await CreateAsync("a");
        Assert.False(await Editor.EditAsync(name, _ => null, default));
        Assert.Equal("a", await Store.GetAsync(name, default));
        Assert.True(await Editor.EditAsync(name, value => Add(value, "ü\"+"), default));
        Assert.Equal("aü\"+", await Store.GetAsync(name, default));
    }

    [Fact]
    public async Task Two_writers_at_once_lose_none_of_their_changes()
    {
        var name = await CreateAsync("0");
        await Task.WhenAll(WriteAsync("a", "b"), WriteAsync("c", "d"));
        Assert.Equal("0abcd", string.Concat((await Store.GetAsync(name, default)).Order()));

        async Task WriteAsync(params string[] changes)
        {
            foreach (var change in changes)
                await Editor.EditAsync(name, value => Add(value, change), default);
        }
    }

    [Fact]
    public async Task Many_writers_at_once_lose_none_of_their_changes()
    {
        var name = await CreateAsync("0");
        const string Changes = "abcdefgh";
        await Task.WhenAll(Changes.Select(change => Editor.EditAsync(name, value => Add(value, $"{change}"), default)));
        Assert.Equal("0" + Changes, string.Concat((await Store.GetAsync(name, default)).Order()));
    }

    [Fact]
    public async Task What_another_wrote_meanwhile_is_kept()
    {
        var name = await CreateAsync("0");
        var reads = 0;
        await Editor.EditAsync(
            name,
            value =>
            {
                if (++reads == 1)
                    PutAsync(name, "0x").Wait();
                return Add(value, "a");
            },
            default);
        Assert.Equal("0xa", await Store.GetAsync(name, default));
    }

    [Fact]
    public async Task A_change_that_another_overwrites_is_made_again()
    {
        var name = await CreateAsync("0");
        var edited = Editor.EditAsync(name, value => Add(value, "a"), default);
        await Eventually.EqualAsync("0a", () => Store.GetAsync(name, default));
        await PutAsync(name, "0x");
        Assert.True(await edited);
        Assert.Equal("0xa", await Store.GetAsync(name, default));
    }

    [Fact]
    public async Task What_the_change_throws_comes_out_and_nothing_is_written()
    {
        var name = await CreateAsync("0");
        await Assert.ThrowsAsync<InvalidInputException>(() => Editor.EditAsync(name, _ => throw new InvalidInputException("no"), default));
        Assert.Equal("0", await Store.GetAsync(name, default));
    }

    [Fact]
    public async Task Says_what_is_wrong_with_the_store()
    {
        await Failing.WithAsync(DependencyFailure.Misconfigured, () => Editor.EditAsync("no such secret", value => value, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => Unreachable.EditAsync("secret", value => value, default));
    }

    /// <summary>Creates a secret and gives its name.</summary>
    protected abstract Task<string> CreateAsync(string value);

    /// <summary>Writes a secret as others do, whatever is there.</summary>
    protected abstract Task PutAsync(string name, string value);

    private static string? Add(string value, string change) => value.Contains(change, StringComparison.Ordinal) ? null : value + change;
}
