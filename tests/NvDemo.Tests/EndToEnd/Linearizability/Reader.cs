using NvDemo.Drill.History;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd.Linearizability;

/// <summary>Reads pages of one cloud's list, one after the other: few different ones, so that they are cached.</summary>
internal sealed class Reader(string cloud, CloudClient client, int writers, Random random)
{
    private readonly (string Prefix, string Page)[] _pages =
    [
        ("", "/api/list?limit=1000"),
        ("", $"/api/list?limit={Writer.FixedFiles * writers - 1}"),
        ("", $"/api/list?limit={Writer.FixedFiles * writers + 5}"),
        .. Enumerable.Range(0, writers).Select(Writer.PrefixOf).SelectMany(prefix => ((string, string)[])
        [
            (prefix, $"/api/list?prefix={prefix}"),
            (prefix, $"/api/list?prefix={prefix}&limit={Writer.FixedFiles - 2}"),
            (prefix, $"/api/list?prefix={prefix}&limit={Writer.FixedFiles + 3}"),
        ]),
    ];

    private readonly List<Reading> _readings = [];

    /// <summary>What was read.</summary>
    public IReadOnlyList<Reading> Readings => _readings;

    /// <summary>Reads on and on.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (prefix, page) = _pages[random.Next(_pages.Length)];
            if (await ReadAsync(prefix, page, null) is { } next && random.Next(2) == 0)
                await ReadAsync(prefix, next, _readings[^1].Files[^1]);
        }
    }

    /// <summary>Reads a page and returns the next.</summary>
    private async Task<string?> ReadAsync(string prefix, string page, ListedFile? after)
    {
        var began = HistoryClock.Now;
        try
        {
            var reply = await client.GetAsync(page);
            var ended = HistoryClock.Now;
            if (reply.Status == 503)
                return null;
            Assert.True(reply.Status == 200, reply.ToString());
            var next = reply.Header("Link") is { } link ? new Uri(link[1..link.IndexOf('>')]).PathAndQuery : null;
            var files = reply.Json.EnumerateArray().Select(file => new ListedFile(
                file.GetProperty("prefix_path").GetString()!,
                file.GetProperty("size").GetInt64(),
                file.GetProperty("date_added").GetDateTime()));
            _readings.Add(new Reading(cloud, page, prefix, after, began, ended, [.. files], next is null));
            return next;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
