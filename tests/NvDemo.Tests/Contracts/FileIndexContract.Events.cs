using NvDemo.Core.Index;
using NvDemo.Core.Storage;

namespace NvDemo.Tests.Contracts;

/// <summary>What the bucket reports, in any order and any number of times, beside what the service does itself.</summary>
public abstract partial class FileIndexContract
{
    [Theory]
    [InlineData("0055", "0066")]
    [InlineData("0055", "005501")]
    [InlineData("00AF", "00B0")]
    [InlineData("0055AED6DCD90281E5", "0055AED6DCD90281E6")]
    [InlineData("0055AED6DCD90281E5", "0056")]
    public async Task Reported_changes_apply_in_the_order_of_their_sequencers(string older, string newer)
    {
        await Index.ApplyAsync([Event("k", older, time: 5)], default);
        await Index.ApplyAsync([Event("k", newer, time: 4)], default);
        Assert.Equal(newer, await ETagAsync());
        await Index.ApplyAsync([Event("k", older, time: 6)], default);
        Assert.Equal(newer, await ETagAsync());
    }

    [Fact]
    public async Task Sequencers_that_differ_by_trailing_zeros_are_the_same()
    {
        await Index.ApplyAsync([Event("k", "0055")], default);
        await Index.ApplyAsync([Event("k", "00550", time: 1)], default);
        Assert.Equal("0055", await ETagAsync());
    }

    [Fact]
    public async Task A_late_put_does_not_bring_a_deleted_file_back()
    {
        await Index.ApplyAsync([Event("k", "0002", isDelete: true)], default);
        await Index.ApplyAsync([Event("k", "0001")], default);
        Assert.Empty(await ListAsync());
        await Index.ApplyAsync([Event("k", "0003")], default);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task A_batch_may_hold_a_key_several_times_in_any_order()
    {
        await Index.ApplyAsync(
            [Event("k", "0002"), Event("k", "0003"), Event("k", "0001", isDelete: true), Event("k", "0003"), Event("other", "0001")], default);
        Assert.Equal(["0003", "0001"], (await ListAsync()).OrderBy(file => file.Key.Value).Select(file => file.ETag));
    }

    [Fact]
    public async Task Without_sequencers_the_time_decides()
    {
        await Index.ApplyAsync([Event("k", null, time: 2)], default);
        await Index.ApplyAsync([Event("k", null, time: 1, isDelete: true)], default);
        Assert.Single(await ListAsync());
        await Index.ApplyAsync([Event("k", null, time: 3, isDelete: true)], default);
        Assert.Empty(await ListAsync());
        await Index.ApplyAsync([Event("k", "0001", time: 1), Event("k", null, time: 5), Event("k", "0003", time: 3, isDelete: true)], default);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task An_event_keeps_what_only_the_upload_knew()
    {
        await Index.RecordAsync(Put("k", 0, etag: "\"same\"", request: "r1"), default);
        await Index.ApplyAsync([Event("k", "0001", time: 1, request: "r1") with { ETag = "same" }], default);
        Assert.Equal(("text/plain", Start), Assert.Single(await ListAsync()) is var file ? (file.ContentType, file.DateAdded) : default);
        await Index.ApplyAsync([Event("k", "0002", time: 2) with { ETag = "other" }], default);
        Assert.Equal((null, Start.AddSeconds(2)), Assert.Single(await ListAsync()) is var next ? (next.ContentType, next.DateAdded) : default);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_releases_what_the_service_has_done_however_many_come_with_it(bool isInOrder)
    {
        var requests = Enumerable.Range(1, 40).ToArray();
        foreach (var i in requests)
            await Index.RecordAsync(Put("k", i, etag: $"\"{i}\"", request: $"r{i}"), default);
        var events = requests.Select(i => Event("k", $"{i:D4}", time: i, request: $"r{i}") with { ETag = $"{i}" });
        await Index.ApplyAsync([.. isInOrder ? events : events.Reverse()], default);
        await Index.ApplyAsync([Event("k", "0041", time: 50, request: "another's")], default);
        Assert.Equal("0041", await ETagAsync());
    }

    [Fact]
    public async Task An_upload_whose_event_came_first_adds_its_media_type()
    {
        await Index.ApplyAsync([Event("k", "0001", request: "r1") with { ETag = "same" }], default);
        await Index.RecordAsync(Put("k", 1, etag: "\"same\"", request: "r1"), default);
        Assert.Equal(("text/plain", Start), Assert.Single(await ListAsync()) is var file ? (file.ContentType, file.DateAdded) : default);
    }

    [Fact]
    public async Task A_media_type_that_is_found_later_is_that_of_the_content_it_was_found_of()
    {
        await Index.ApplyAsync([Event("k", "0001", time: 1), Event("other", "0001", time: 1), Event("gone", "0001", time: 1)], default);
        await Index.ApplyAsync([Event("gone", "0002", time: 2, isDelete: true)], default);
        FileType[] found = [Typed("k", "0001"), Typed("other", "former"), Typed("gone", "0001")];
        Assert.Equal([ListRegion.At(ObjectKey.FromBucket("k"), Start.AddSeconds(1))], await Index.DescribeAsync(found, default));
        Assert.Equal([("k", "text/found"), ("other", null)], (await ListAsync()).Select(file => (file.Key.Filename, file.ContentType)));

        // What was known stays.
        Assert.Empty(await Index.DescribeAsync([Typed("k", "0001") with { ContentType = "text/late" }], default));
    }

    [Fact]
    public async Task What_the_service_did_stands_against_older_events_that_come_later()
    {
        // In the bucket: a put (1), a delete (2), the service's put of the same content (3).
        await Index.RecordAsync(Put("k", 3, etag: "\"same\"", request: "r3"), default);
        await Index.ApplyAsync([Event("k", "0001", time: 1) with { ETag = "same" }], default);
        Assert.Single(await ListAsync());
        await Index.ApplyAsync([Event("k", "0002", time: 2, isDelete: true)], default);
        Assert.Single(await ListAsync());
        await Index.ApplyAsync([Event("k", "0003", time: 3, request: "r3") with { ETag = "same" }], default);
        Assert.Equal("text/plain", Assert.Single(await ListAsync()).ContentType);
    }

    [Fact]
    public async Task A_file_that_the_service_deleted_stays_away_when_events_of_earlier_deletes_and_puts_come_later()
    {
        // In the bucket: a delete (1), a put (2), the service's delete (3).
        await Index.RecordAsync(Delete("k", 3, request: "r3"), default);
        await Index.ApplyAsync([Event("k", "0001", time: 1, isDelete: true)], default);
        await Index.ApplyAsync([Event("k", "0002", time: 2)], default);
        Assert.Empty(await ListAsync());
        await Index.ApplyAsync([Event("k", "0003", time: 3, isDelete: true, request: "r3")], default);
        await Index.ApplyAsync([Event("k", "0002", time: 2)], default);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_newer_event_that_came_before_the_services_own_shows_when_that_is_there()
    {
        await Index.RecordAsync(Put("k", 1, etag: "\"mine\"", request: "r1"), default);
        await Index.ApplyAsync([Event("k", "0002", time: 2)], default);
        Assert.Equal("mine", await ETagAsync());
        await Index.ApplyAsync([Event("k", "0001", time: 1, request: "r1") with { ETag = "mine" }], default);
        Assert.Equal("0002", await ETagAsync());
    }

    [Fact]
    public async Task What_the_service_did_does_not_hide_what_came_after_it_when_its_own_event_is_known_already()
    {
        await Index.ApplyAsync([Event("k", "0001", time: 1, request: "r1"), Event("k", "0002", time: 2, isDelete: true)], default);
        await Index.RecordAsync(Put("k", 1, etag: "\"0001\"", request: "r1"), default);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_lost_event_does_not_hide_later_changes_for_ever()
    {
        await Index.RecordAsync(Put("k", 0, request: "lost"), default);
        await Index.ApplyAsync([Event("k", "0002", time: 16 * 60)], default);
        Assert.Equal("0002", await ETagAsync());
    }

    [Fact]
    public async Task Events_that_name_no_request_are_compared_by_time()
    {
        await Index.RecordAsync(Put("k", 5, etag: "\"mine\"", request: "r5"), default);
        await Index.ApplyAsync([Event("k", null, time: 4) with { RequestId = null }], default);
        Assert.Equal("mine", await ETagAsync());
        await Index.ApplyAsync([Event("k", null, time: 6, isDelete: true) with { RequestId = null }], default);
        Assert.Empty(await ListAsync());
    }

    // The sequencer is the etag too, so that a test can tell which event it sees.
    private static ObjectChange Event(string key, string? sequencer, int time = 0, bool isDelete = false, string? request = null) => new(
        ObjectKey.FromBucket(key), isDelete, Start.AddSeconds(time), sequencer is null ? null : Sequencer.Parse(sequencer),
        request ?? $"{sequencer}@{time}", isDelete ? null : 1, isDelete ? null : sequencer, null);

    private async Task<string?> ETagAsync() => Assert.Single(await ListAsync()).ETag;

    private static FileType Typed(string key, string etag) => new(ObjectKey.FromBucket(key), etag, "text/found");
}
