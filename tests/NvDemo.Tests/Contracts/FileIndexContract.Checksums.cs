using System.Security.Cryptography;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>The checksum of a file is that of its content, or none.</summary>
public abstract partial class FileIndexContract
{
    private static readonly Sha256Digest One = new(SHA256.HashData([1])), Two = new(SHA256.HashData([2]));

    [Fact]
    public async Task A_recorded_checksum_is_listed_in_every_order()
    {
        await Index.RecordAsync(Put("a/k", 0, etag: "\"one\"") with { Sha256 = One }, default);
        foreach (var query in (ListQuery[])[new(), new(Prefix: "a/"), new(Prefix: "a/", IsFolded: true)])
            Assert.Equal(One, Assert.Single(await Index.ListedAsync(query, 10)).Sha256);
        await Index.RecordAsync([Put("a/k", 1, etag: "\"two\"") with { Sha256 = Two }, Put("a/none", 1)], default);
        Assert.Equal([Two, null], (await ListAsync()).Select(file => file.Sha256));
    }

    [Fact]
    public async Task A_checksum_does_not_outlive_its_content()
    {
        await Index.RecordAsync(Put("k", 0, etag: "\"one\"", request: "r1") with { Sha256 = One }, default);
        await Index.ApplyAsync([Event("k", "0001", request: "r1") with { ETag = "one" }], default);
        Assert.Equal(One, await Sha256Async());

        // Of an event, of a repair, and of an upload in parts.
        await Index.ApplyAsync([Event("k", "0002", time: 2) with { ETag = "other" }], default);
        Assert.Null(await Sha256Async());
        await Index.RecordAsync(Put("k", 3, etag: "\"one\"") with { Sha256 = One }, default);
        var read = Assert.Single(await Index.ReadAsync("", 10, default));
        await Index.RepairAsync([new IndexRepair(Key("k"), Listed("k", "other", 60), read.Version)], Start.AddSeconds(100), default);
        Assert.Null(await Sha256Async());
        await Index.RecordAsync(Put("k", 4, etag: "\"one\"") with { Sha256 = One }, default);
        await Index.RecordAsync(Put("k", 5, etag: "\"parts-2\""), default);
        Assert.Null(await Sha256Async());
    }

    [Fact]
    public async Task An_upload_whose_event_came_first_adds_its_checksum_to_its_own_content_alone()
    {
        await Index.ApplyAsync([Event("k", "0001", request: "r1") with { ETag = "one" }], default);
        await Index.RecordAsync(Put("k", 1, etag: "\"one\"", request: "r1") with { Sha256 = One }, default);
        Assert.Equal(One, await Sha256Async());
        await Index.ApplyAsync([Event("k", "0002", time: 2, request: "r2") with { ETag = "two" }, Event("k", "0003", time: 3) with { ETag = "three" }], default);
        await Index.RecordAsync(Put("k", 2, etag: "\"two\"", request: "r2") with { Sha256 = Two }, default);
        Assert.Equal(("three", null), Assert.Single(await ListAsync()) is var file ? (file.ETag, file.Sha256) : default);
    }

    [Fact]
    public async Task A_checksum_that_is_found_later_is_that_of_the_content_it_was_found_of()
    {
        await Index.ApplyAsync([Event("k", "0001", time: 1), Event("other", "0001", time: 1)], default);
        await Index.DescribeAsync([Typed("k", "0001") with { Sha256 = One }, Typed("other", "former") with { Sha256 = Two }], default);
        Assert.Equal([One, null], (await ListAsync()).Select(file => file.Sha256));
        await Index.ApplyAsync([Event("k", "0002", time: 2)], default);
        await Index.DescribeAsync([Typed("k", "0002")], default);
        Assert.Null((await ListAsync()).Single(file => file.Key.Filename == "k").Sha256);
    }

    private async Task<Sha256Digest?> Sha256Async() => Assert.Single(await ListAsync()).Sha256;
}
