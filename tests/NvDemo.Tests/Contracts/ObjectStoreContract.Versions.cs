using NvDemo.Core.Storage;

namespace NvDemo.Tests.Contracts;

public abstract partial class ObjectStoreContract
{
    /// <summary>Versions in the same bucket, which keeps none.</summary>
    protected abstract IVersionStore Versions { get; }

    /// <summary>The store on a bucket that keeps them.</summary>
    protected abstract Task<(IObjectStore Store, IVersionStore Versions)> WithVersionsAsync();

    [Fact]
    public async Task The_newest_version_of_a_deleted_object_comes_back_with_all_that_is_known_of_it()
    {
        var (store, versions) = await WithVersionsAsync();
        var key = ObjectKey.FromBucket($"{_key}/a b+ü&.txt");
        await store.PutAsync(ObjectKey.FromBucket($"{key}/deeper"), Content("another"), WriteConditions.None, default);
        await store.PutAsync(key, Content("first"), WriteConditions.None, default);
        var put = await store.PutAsync(key, Content("newest") with { Metadata = Odd }, WriteConditions.None, default);
        Assert.True((await versions.FindVersionAsync(key, default))!.IsCurrent);
        // The second time nothing is there to delete any more.
        Assert.True((await store.DeleteAsync(key, null, default))!.IsKept);
        await store.DeleteAsync(key, null, default);
        Assert.IsType<ReadResult.Missing>(await store.HeadAsync(key, default));

        var version = await versions.FindVersionAsync(key, default);
        Assert.Equal((false, 6, put!.ETag), (version!.IsCurrent, version.Size, version.ETag));
        Assert.Equal(Odd.Type, await versions.ReadTypeAsync(key, version, default));
        Assert.IsType<CopyResult.Copied>(await versions.RestoreAsync(key, version, default));
        await using var found = Assert.IsType<ReadResult.Found>(await store.GetAsync(key, ReadConditions.None, default));
        Assert.Equal(("newest", Odd), (await TextAsync(found), found.Metadata));
        Assert.True((await versions.FindVersionAsync(key, default))!.IsCurrent);
    }

    [Fact]
    public async Task Of_what_was_never_there_is_no_version()
    {
        var (store, versions) = await WithVersionsAsync();
        await store.PutAsync(ObjectKey.FromBucket($"{_key}/deeper"), Content("another"), WriteConditions.None, default);
        Assert.Null(await versions.FindVersionAsync(_key, default));
        var none = new KeptVersion("none", IsCurrent: false, 1, "\"x\"");
        Assert.Null(await versions.ReadTypeAsync(_key, none, default));
    }

    [Fact]
    public async Task Without_versions_what_is_deleted_is_gone()
    {
        await PutAsync(_key, "text");
        Assert.True((await Versions.FindVersionAsync(_key, default))!.IsCurrent);
        Assert.False((await Store.DeleteAsync(_key, null, default))!.IsKept);
        Assert.Null(await Versions.FindVersionAsync(_key, default));
    }
}
