using NvDemo.Core;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

public abstract partial class ObjectStoreContract
{
    /// <summary>Copies in the same bucket.</summary>
    protected abstract ICopyStore Copies { get; }

    /// <summary>Many objects of the same bucket.</summary>
    protected abstract IBatchStore Batches { get; }

    private static readonly ContentMetadata Odd = new("text/x-odd", "gzip, br", "de", "attachment; filename=\"a b\"");

    [Theory]
    [MemberData(nameof(OddKeys.Theory), MemberType = typeof(OddKeys))]
    public async Task Copies_from_and_to_every_key_what_it_is_and_what_is_known_of_it(string name)
    {
        var key = ObjectKey.FromBucket(name.Length < 900 ? $"{_key}/{name}" : name);
        var back = ObjectKey.FromBucket($"{_key} back");
        var put = await Store.PutAsync(_key, Content(name) with { Metadata = Odd }, WriteConditions.None, default);
        var to = Assert.IsType<CopyResult.Copied>(await Copies.CopyAsync(_key, put!.ETag, key, WriteConditions.None, default));
        Assert.IsType<CopyResult.Copied>(await Copies.CopyAsync(key, to.ETag, back, WriteConditions.None, default));
        foreach (var copy in (ObjectKey[])[_key, key, back])
        {
            await using var found = await FoundAsync(copy);
            Assert.Equal((name, Odd, to.ETag), (await TextAsync(found), found.Metadata, found.ETag));
        }

        Assert.Empty((await Batches.DeleteAsync([_key, key, back], default)).Failed);
    }

    [Fact]
    public async Task A_copy_replaces_what_was_there()
    {
        var target = ObjectKey.FromBucket($"{_key} target");
        await PutAsync(target, "former");
        var etag = await PutAsync(_key, "");
        Assert.IsType<CopyResult.Copied>(await Copies.CopyAsync(_key, etag, target, WriteConditions.None, default));
        await using var found = await FoundAsync(target);
        Assert.Equal("", await TextAsync(found));
    }

    [Fact]
    public async Task Of_what_is_not_there_is_no_copy()
    {
        var target = ObjectKey.FromBucket($"{_key} target");
        Assert.IsType<CopyResult.Changed>(await Copies.CopyAsync(_key, "\"none\"", target, WriteConditions.None, default));
        Assert.IsType<ReadResult.Missing>(await Store.HeadAsync(target, default));
    }

    [Fact]
    public async Task Deletes_many_whatever_their_keys_are_and_whether_they_are_there()
    {
        ObjectKey[] there =
        [
            .. OddKeys.All.Where(key => key.Length < 900).Append("a\u0001b").Append("a\u007Fb").Append("a\tb").Append("\uFFFE").Append("folder/")
                .Select(key => ObjectKey.FromBucket($"{_key}/{key}")),
        ];
        foreach (var key in there)
            await PutAsync(key, "text");
        await PutAsync(_key, "kept");
        var none = ObjectKey.FromBucket($"{_key}/none");
        var result = await Batches.DeleteAsync([.. there, none], default);
        Assert.Empty(result.Failed);
        Assert.Equal(there.Append(none).ToHashSet(), result.Deleted.Keys.ToHashSet());
        foreach (var key in there)
            Assert.IsType<ReadResult.Missing>(await Store.HeadAsync(key, default));
        Assert.IsType<ReadResult.Found>(await Store.HeadAsync(_key, default));
    }

    [Fact]
    public async Task Lists_what_begins_with_a_prefix_and_nothing_else()
    {
        string[] keys = [$"{_key}", $"{_key} +%", $"{_key}/a", $"{_key}/b"];
        foreach (var key in (string[])[.. keys, $"{_key}"[..^1], _key.Value.ToUpperInvariant()])
            await PutAsync(ObjectKey.FromBucket(key), "text");
        Assert.Equal(keys, await KeysAsync(_key.Value, ""));
        Assert.Equal(keys[3..], await KeysAsync(_key.Value, keys[2]));
        Assert.Equal(keys[1..2], await KeysAsync(keys[1], ""));
        Assert.Empty(await KeysAsync(_key.Value, $"{_key}~"));

        async Task<IEnumerable<string>> KeysAsync(string prefix, string after)
        {
            var page = await Batches.ListAsync(prefix, after, default);
            Assert.True(page.IsLast);
            return page.Objects.Select(item => item.Key.Value);
        }
    }

    [Fact]
    public async Task Says_when_it_is_out_for_many_as_well()
    {
        await Failing.WithAsync(
            DependencyFailure.OutOfReach, () => ((ICopyStore)Unreachable).CopyAsync(_key, "\"e\"", ObjectKey.FromBucket("k"), WriteConditions.None, default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => ((IBatchStore)Unreachable).DeleteAsync([_key], default));
        await Failing.WithAsync(DependencyFailure.OutOfReach, () => ((IBatchStore)Unreachable).ListAsync("a", "", default));
    }
}
