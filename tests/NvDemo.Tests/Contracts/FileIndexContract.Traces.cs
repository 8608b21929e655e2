using NvDemo.Core.Index;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <content>Which request of the service a report is of.</content>
public abstract partial class FileIndexContract
{
    [Fact]
    public async Task A_report_leads_to_the_traced_request_that_made_the_change_however_often_it_comes()
    {
        var origin = await TracedAsync(() => Index.RecordAsync(Put("k", 1, request: "r1"), default));
        var report = Event("k", "0001", time: 1, request: "r1");
        for (var delivery = 0; delivery < 2; delivery++)
        {
            var applied = await Index.ApplyTracedAsync([Event("other", "0001"), report], default);
            Assert.Equal((report, origin), (Assert.Single(applied.Origins).Key, applied.Origins[report]));
        }
    }

    [Fact]
    public async Task A_report_of_somebody_elses_change_leads_nowhere()
    {
        await TracedAsync(() => Index.RecordAsync(Put("k", 1, request: "r1"), default));
        Assert.Empty((await Index.ApplyTracedAsync([Event("k", "0002", time: 2, request: "r2")], default)).Origins);
    }

    [Fact]
    public async Task A_request_that_is_not_traced_leaves_no_trace()
    {
        await Index.RecordAsync(Put("k", 1, request: "r1"), default);
        Assert.Empty((await Index.ApplyTracedAsync([Event("k", "0001", time: 1, request: "r1")], default)).Origins);
    }

    [Fact]
    public async Task Many_changes_of_one_request_have_its_trace_and_so_do_deletions()
    {
        var origin = await TracedAsync(() => Index.RecordAsync([Put("a", 1, request: "r1"), Delete("b", 1, request: "r2")], default));
        ObjectChange[] reports = [Event("a", "0001", time: 1, request: "r1"), Event("b", "0001", time: 1, isDelete: true, request: "r2")];
        var applied = await Index.ApplyTracedAsync(reports, default);
        Assert.Equal(reports.Select(report => (report, origin)), applied.Origins.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key.Key.Value));
    }

    // As emulators send them.
    [Theory]
    [InlineData("mine", false, true)]
    [InlineData("others", false, false)]
    [InlineData(null, true, false)]
    public async Task A_report_without_a_request_is_known_by_its_content(string? etag, bool isDelete, bool isKnown)
    {
        await TracedAsync(() => Index.RecordAsync(Put("k", 1, etag: "\"mine\""), default));
        var report = Event("k", null, time: 1, isDelete: isDelete) with { RequestId = null, ETag = etag };
        Assert.Equal(isKnown, (await Index.ApplyTracedAsync([report], default)).Origins.ContainsKey(report));
    }

    [Fact]
    public async Task Traced_or_not_reports_do_the_same()
    {
        ObjectChange[] reports = [Event("a", "0001", time: 1), Event("b", "0001", time: 2), Event("a", "0002", time: 3, isDelete: true)];
        Assert.Equal([ListRegion.At(reports[1].Key, reports[1].Time)], (await Index.ApplyTracedAsync(reports, default)).Touched);
        Assert.Equal("b", Assert.Single(await ListAsync()).Key.Value);
        Assert.Empty((await Index.ApplyTracedAsync(reports, default)).Touched);
    }

    /// <summary>Does something while a request is traced, and returns its trace context.</summary>
    private static async Task<string> TracedAsync(Func<Task> action)
    {
        using var trace = new ListenedTrace();
        using var request = trace.Start();
        await action();
        return request.Id!;
    }
}
