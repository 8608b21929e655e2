using NvDemo.Drill.Faults;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Drill.Scenarios;

/// <summary>One thing that is out for a while, and comes back by itself or by being started.</summary>
internal sealed record Outage : Scenario
{
    private readonly Func<Site, Task> _begin, _end;

    public Outage(string name, string summary, Func<Site, Task> begin, Func<Site, Task> end) =>
        (Name, Summary, _begin, _end) = (name, summary, begin, end);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Summary { get; }

    /// <summary>A server ends in good order.</summary>
    public static Outage Stopped(string name, string summary, Func<Site, Server> server) =>
        new(name, summary, site => server(site).StopAsync(), site => server(site).StartAgainAsync());

    /// <summary>A server ends at once (SIGKILL).</summary>
    public static Outage Killed(string name, string summary, Func<Site, Server> server) =>
        new(name, summary, site => server(site).KillAsync(), site => server(site).StartAgainAsync());

    /// <summary>A server is frozen (SIGSTOP).</summary>
    public static Outage Frozen(string name, string summary, Func<Site, Server> server) => new(
        name, summary, site => Done(() => server(site).Pause()), site => Done(() => server(site).Resume()));

    /// <summary>The links of both clouds to one service refuse connections.</summary>
    public static Outage Unreachable(string name, string summary, string service) => new(
        name, summary, site => Task.WhenAll(site.Links.To(service).Select(link => link.CloseAsync())), site => Mended(site.Links.To(service)));

    /// <summary>Something happens to links.</summary>
    public static Outage OfLinks(string name, string summary, Func<Links, IEnumerable<Link>> links, Action<Link> begin) => new(
        name, summary, site => Done(() => links(site.Links).ToList().ForEach(begin)), site => Mended(links(site.Links)));

    /// <inheritdoc/>
    public override Task BreakAsync(Site site) => _begin(site);

    /// <inheritdoc/>
    public override Task MendAsync(Site site) => _end(site);

    private static Task Mended(IEnumerable<Link> links) => Done(() => links.ToList().ForEach(link => link.Mend()));

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
