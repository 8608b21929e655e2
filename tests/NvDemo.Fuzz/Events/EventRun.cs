using System.Text;
using System.Text.Json;
using NvDemo.Fuzz.Grammar;
using NvDemo.LocalClouds;

namespace NvDemo.Fuzz.Events;

/// <summary>Sends events to both clouds' queues beside the requests, and then checks that each cloud has indexed what it could.</summary>
internal sealed class EventRun(Clouds clouds, int seed, Findings findings)
{
    // The local SQS takes no more than about a hundred in a second.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EventGrammar _grammar = new(seed);
    private readonly List<EventMessage> _sent = [];
    private readonly (ILocalCloud Cloud, EventQueue Queue, string Names)[] _sides =
    [
        (clouds.Azure, new StorageEventQueue(clouds), "aevents"),
        (clouds.Aws, new SqsEventQueue(clouds), "bevents"),
    ];

    /// <summary>Sends until it is stopped.</summary>
    public async Task SendAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var message = _grammar.Next();
            _sent.Add(message);
            for (var i = 0; i < message.Times; i++)
                await Task.WhenAll(_sides.Select(side => side.Queue.SendAsync(For(side.Names, message.Body))));
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until everything is indexed, and adds to the findings what is not.</summary>
    public Task CheckAsync() => Task.WhenAll(_sides.Select(side => CheckAsync(side.Cloud, side.Queue, side.Names)));

    private async Task CheckAsync(ILocalCloud cloud, EventQueue queue, string names)
    {
        using var patience = new CancellationTokenSource(Patience);
        HashSet<string> listed;
        List<EventMessage> missing;
        do
        {
            await Task.Delay(Pause);
            listed = await ListAsync(cloud.Url, names);
            missing = [.. _sent.Where(message => message.Stored.Any(key => !listed.Contains(For(names, key))))];
        }
        while (missing.Count > 0 && !patience.IsCancellationRequested);

        foreach (var message in missing)
            findings.Add($"{cloud.Name}: the file of an event is not listed", $"{string.Join(' ', message.Stored.Select(key => For(names, key)).Where(key => !listed.Contains(key)))}\t| {Describe(message)}");
        foreach (var message in _sent.Where(message => message.Deleted.Any(key => listed.Contains(For(names, key)))))
            findings.Add($"{cloud.Name}: a file whose deletion an event tells is listed", $"{string.Join(' ', message.Stored.Select(key => For(names, key)).Where(key => !listed.Contains(key)))}\t| {Describe(message)}");
        var malformed = _sent.Where(message => message.IsMalformed).Select(message => For(names, message.Body)).ToHashSet();
        foreach (var body in (await queue.TakeDeadLettersAsync()).Where(body => !malformed.Contains(body)))
            findings.Add($"{cloud.Name}: a good event is a dead letter", Shown(body));
    }

    private static async Task<HashSet<string>> ListAsync(Uri cloud, string names)
    {
        using var http = new HttpClient { BaseAddress = cloud };
        http.DefaultRequestHeaders.Add("Authorization", HeaderGrammar.Authorization["Authorization: ".Length..]);
        var keys = new HashSet<string>();
        var page = $"api/list?limit=1000&prefix={names}/";
        while (page is not null)
        {
            using var reply = await http.GetAsync(new Uri(page, UriKind.Relative));
            reply.EnsureSuccessStatusCode();
            using var list = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync());
            keys.UnionWith(list.RootElement.EnumerateArray().Select(item => item.GetProperty("prefix_path").GetString()!));
            page = reply.Headers.TryGetValues("Link", out var links) ? new Uri(links.First()[1..links.First().IndexOf('>')]).PathAndQuery[1..] : null;
        }

        return keys;
    }

    private static string For(string names, string text) => text.Replace($"{Learned.Namespace}", names, StringComparison.Ordinal);

    private string Describe(EventMessage message) => $"event={_sent.IndexOf(message)} {Shown(message.Body)}";

    private static string Shown(string text) => OneLine.Of(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text.Replace($"{Learned.Namespace}", "{namespace}", StringComparison.Ordinal))), 1500);
}
