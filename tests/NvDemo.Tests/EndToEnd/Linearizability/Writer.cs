using NvDemo.Drill.History;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd.Linearizability;

/// <summary>Changes files that nobody else does, through either cloud, one change after the other.</summary>
internal sealed class Writer(int number, IReadOnlyDictionary<string, CloudClient> clouds, Lulls lulls, Random random)
{
    /// <summary>The first files never change once they are there.</summary>
    public const int FixedFiles = 4;

    private const int Files = 10;

    private readonly string[] _names = [.. clouds.Keys];
    private readonly int[] _sizes = new int[Files];
    private readonly List<Change> _changes = [];

    /// <summary>What the keys begin with.</summary>
    public string Prefix { get; } = PrefixOf(number);

    /// <summary>What was done.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    public static string PrefixOf(int number) => $"lin/{number}/";

    /// <summary>Stores a file that stays as it is.</summary>
    public async Task FixAsync(int file) => Assert.NotNull((await ChangeAsync(file, isDelete: false)).Acknowledged);

    /// <summary>Uploads, overwrites and deletes the others.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await lulls.PassAsync();
            await ChangeAsync(random.Next(FixedFiles, Files), isDelete: random.Next(4) == 0);
        }
    }

    private async Task<Change> ChangeAsync(int file, bool isDelete)
    {
        var (key, size, cloud) = ($"{Prefix}{file}", ++_sizes[file], _names[random.Next(_names.Length)]);
        var invoked = HistoryClock.Now;
        var isDone = await IsAcknowledgedAsync(() => isDelete ? clouds[cloud].DeleteAsync(key) : clouds[cloud].UploadAsync(key, new byte[size]));
        var change = new Change(key, isDelete ? null : size, cloud, invoked, isDone ? HistoryClock.Now : null);
        _changes.Add(change);
        return change;
    }

    private static async Task<bool> IsAcknowledgedAsync(Func<Task<CloudReply>> change)
    {
        try
        {
            var reply = await change();
            // 202: it is stored, and will be listed.
            Assert.True(reply.Status is 200 or 204 or 202 or 503, reply.ToString());
            return reply.Status is 200 or 204;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
