namespace NvDemo.Core.Files;

/// <summary>
/// Bounds what a client can make the cache keep: each instance stores at most 64 different pages for a client in a minute. One that it has
/// stored in that minute may be stored again, as it takes its predecessor's place.
/// </summary>
internal sealed class CacheAllowance(TimeProvider clock)
{
    private const int Pages = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<string>> _stored = [];
    private long _minute;

    /// <summary>Whether a client's page may be stored; if so, it counts.</summary>
    /// <param name="client">The client's name: one of those that have been authenticated, so there are only so many.</param>
    public bool Take(string client, string page)
    {
        lock (_gate)
        {
            var minute = clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
            if (minute != _minute)
                _stored.Clear();
            _minute = minute;
            if (!_stored.TryGetValue(client, out var pages))
                _stored[client] = pages = [];
            return pages.Contains(page) || (pages.Count < Pages && pages.Add(page));
        }
    }
}
