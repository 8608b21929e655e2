using NvDemo.Drill.History;
using NvDemo.LocalClouds.Services;
using StackExchange.Redis;

namespace NvDemo.Tests.EndToEnd.Linearizability;

/// <summary>Disturbs Redis in one way after the other, in rounds of random order.</summary>
internal sealed class RedisDisturber(RedisServer redis, Lulls lulls, Random random)
{
    private const string AdministratorName = "disturber";
    private const int FillerBytes = 10_000, Fillers = 100;

    private readonly List<(Disturbance What, DateTime From, DateTime To)> _past = [];

    /// <summary>What was done, and when.</summary>
    public IReadOnlyList<(Disturbance What, DateTime From, DateTime To)> Past => _past;

    /// <summary>Whether Redis could not be reached at some time while a change was made.</summary>
    public bool WasOut(Change change) => _past.Any(past =>
        past.What is Disturbance.Paused or Disturbance.Restarted && past.From <= change.Acknowledged && change.Invoked <= past.To);

    /// <summary>The end of a time in which Redis refused writes while a change was made.</summary>
    public DateTime? RefusedUntil(Change change) => _past
        .Where(past => past.What is Disturbance.ReadOnly or Disturbance.OutOfMemory && past.From <= change.Acknowledged && change.Invoked <= past.To)
        .Select(past => (DateTime?)past.To)
        .LastOrDefault();

    /// <summary>Goes on for some time, and at least until everything has happened.</summary>
    public async Task RunAsync(TimeSpan time)
    {
        var end = HistoryClock.Now + time;
        while (HistoryClock.Now < end)
        {
            var round = Enum.GetValues<Disturbance>();
            random.Shuffle(round);
            foreach (var what in round)
            {
                await WaitAsync(1000);
                await using var administrator = await ConnectAsync();

                // It finds pages that are current, and the writers then make them old.
                lulls.Begin();
                await Task.Delay(Lulls.Length);
                var from = HistoryClock.Now;
                var disturbing = DisturbAsync(what, administrator);
                await Task.WhenAny(disturbing, Task.Delay(Lulls.Length / 2));
                lulls.End();
                await disturbing;
                _past.Add((what, from, HistoryClock.Now));
            }
        }
    }

    private async Task DisturbAsync(Disturbance what, ConnectionMultiplexer administrator)
    {
        var server = administrator.GetServer(redis.Endpoint);
        switch (what)
        {
            case Disturbance.Restarted:
                var clients = await ClientsAsync();
                await redis.StopAsync();
                await WaitAsync(1000);
                await redis.StartAgainAsync();
                await ConnectedAsync(clients);
                break;
            case Disturbance.Paused:
                clients = await ClientsAsync();
                redis.Pause();
                await WaitAsync(1500);
                redis.Resume();
                await ConnectedAsync(clients);
                break;
            case Disturbance.Flushed:
                for (var i = 0; i < 50; i++)
                {
                    await server.ExecuteAsync("FLUSHALL");
                    await WaitAsync(40);
                }

                break;
            case Disturbance.ReadOnly:
                await server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
                await Task.Delay(random.Next(500, 1500));
                await server.ExecuteAsync("REPLICAOF", "NO", "ONE");
                break;
            case Disturbance.OutOfMemory:
                await LimitAsync(server, "noeviction", 1);
                await Task.Delay(random.Next(500, 1500));
                await LimitAsync(server, "noeviction", 0);
                break;
            case Disturbance.Evicting:
                await EvictAsync(server, administrator.GetDatabase());
                await LimitAsync(server, "noeviction", 0);
                break;
            case Disturbance.Forgetting:
                for (var i = 0; i < 50; i++)
                {
                    foreach (var generation in server.Keys(pattern: "nv:*:generation"))
                        await administrator.GetDatabase().KeyDeleteAsync(generation);
                    await WaitAsync(60);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what));
        }
    }

    /// <summary>Writes keys of no meaning so fast that all that Redis has is equally new, and any of it is evicted.</summary>
    private async Task EvictAsync(IServer server, IDatabase database)
    {
        await FillAsync(Fillers);
        var used = (await server.InfoAsync("memory")).SelectMany(section => section).Single(line => line.Key == "used_memory").Value;
        await LimitAsync(server, "allkeys-lru", long.Parse(used));
        for (var i = 0; i < 30; i++)
        {
            await FillAsync(Fillers / 5);
            await WaitAsync(50);
        }

        Task FillAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ =>
            database.StringSetAsync($"filler:{random.NextInt64()}", new byte[FillerBytes], TimeSpan.FromSeconds(10))));
    }

    private static async Task LimitAsync(IServer server, string policy, long bytes)
    {
        await server.ConfigSetAsync("maxmemory-policy", policy);
        await server.ConfigSetAsync("maxmemory", bytes);
    }

    /// <summary>Waits until as many are connected as before.</summary>
    private Task ConnectedAsync(int clients) => Eventually.EqualAsync(true, async () => await ClientsAsync() >= clients);

    // Without those that only connect: they have no name yet.
    private async Task<int> ClientsAsync()
    {
        await using var administrator = await ConnectAsync();
        return (await administrator.GetServer(redis.Endpoint).ClientListAsync()).Count(client => client.Name is { Length: > 0 } name && name != AdministratorName);
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"{redis.Endpoint},allowAdmin=true,name={AdministratorName}");

    private Task WaitAsync(int mostMilliseconds) => Task.Delay(random.Next(mostMilliseconds));
}
