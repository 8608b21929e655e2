using NvDemo.Drill.Clients;
using NvDemo.Drill.Faults;
using NvDemo.Drill.History;

namespace NvDemo.Drill;

/// <summary>Requests before the first scenario: what a process does for the first time takes long, and is not what is drilled.</summary>
internal static class WarmUp
{
    private const int AtOnce = 4, MostRounds = 8;

    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(Site site)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var history = new DrillHistory();
            using var routes = new Routes(site.Clouds, site.Credentials, history);
            await Task.WhenAll(routes.All.SelectMany(client => Enumerable.Range(0, AtOnce).Select(number => TouchAsync(client, $"warm-up/{client.Route}/{number}"))));
            if (history.Operations.All(operation => operation.IsAnswered && operation.Ended - operation.Began < Enough))
                return;
        }
    }

    private static async Task TouchAsync(DrillClient client, string key)
    {
        await client.SendAsync("PUT", "/api/upload/" + key, key, []);
        await client.SendAsync("GET", "/api/list?prefix=warm-up/", "");
        await client.SendAsync("GET", "/" + key, key);
        await client.SendAsync("DELETE", "/" + key, key);
    }
}
