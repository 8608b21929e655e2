using NvDemo.LocalClouds;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>No event is lost when workers are killed, and what is no event is kept for a person to see.</summary>
public abstract class KilledWorkerContract(QueueCloudsFixture fixture) : IAsyncLifetime
{
    private const int Parts = 4, GroupsInPart = 50, KeysInGroup = 25, Backlog = 200;

    private static readonly string[] Poison =
    [
        "this is not JSON",
        """{"Service":"Amazon S3","Bucket":"somewhere"}""",
        """
        {"Records":[{"eventName":"ObjectCreated:Put","eventTime":"2022-05-01T12:11:48.443Z",
            "s3":{"bucket":{"name":"nv-demo-files"},"object":{"size":1}}}]}
        """,
    ];

    private readonly IndexTable _index = new(fixture.Clouds.Data.Postgres);
    private readonly string _folder = $"killed-{Guid.NewGuid():N}";

    private protected abstract IndexQueue Queue { get; }

    protected Clouds Clouds => fixture.Clouds;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _index.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_event_is_indexed_and_only_what_is_none_is_given_up()
    {
        var queue = Queue;
        await queue.ClearDeadLettersAsync();

        for (var part = 0; part < Parts; part++)
            await SendAndKillAsync(queue, part);

        await Eventually.EqualAsync(0, queue.CountAsync);
        Assert.Equal(Enumerable.Range(0, Parts * GroupsInPart * KeysInGroup).Select(KeyOf), await _index.KeysAsync(_folder));
        Assert.Equal(Poison.Order(), (await queue.DeadLettersAsync()).Order());
    }

    [Fact]
    public async Task What_a_worker_has_taken_in_advance_comes_back()
    {
        var queue = Queue;
        await queue.ClearDeadLettersAsync();
        string[] keys = [.. Enumerable.Range(0, Backlog).Select(KeyOf)];
        await queue.SendAsync([S3Notification.OfUploads(keys[^1])]);
        await Eventually.EqualAsync([keys[^1]], () => _index.KeysAsync(_folder));

        await queue.KillWorkersAsync();
        await using (var row = await _index.LockRowAsync(keys[^1]))
        {
            // The last message holds up what is taken with it, after others were indexed.
            await queue.SendAsync([.. keys.Select(key => S3Notification.OfUploads(key))]);
            await queue.ReviveWorkersAsync();
            await Eventually.EqualAsync(true, row.IsAwaitedAsync);
            await queue.KillWorkersAsync();
        }

        await queue.ReviveWorkersAsync();
        await Eventually.EqualAsync(0, queue.CountAsync);
        Assert.Equal(keys, await _index.KeysAsync(_folder));
        Assert.Empty(await queue.DeadLettersAsync());
    }

    /// <summary>
    /// The workers are killed with a statement under way, of which the database has done nothing (even parts) or all (odd ones), while
    /// the queue has not been told either way.
    /// </summary>
    private async Task SendAndKillAsync(IndexQueue queue, int part)
    {
        Task sending;
        await using (var table = await _index.LockAsync())
        {
            sending = queue.SendAsync(MessagesOf(part));
            await Eventually.EqualAsync(true, table.IsAwaitedAsync);
            await queue.KillWorkersAsync();
            if (part % 2 == 0)
                await table.RefuseAsync();
        }

        await queue.ReviveWorkersAsync();
        await sending;
    }

    /// <summary>Messages with one event and messages with many, and, while there are any, one among them that is none.</summary>
    private string[] MessagesOf(int part)
    {
        string[] keys = [.. Enumerable.Range(part * GroupsInPart * KeysInGroup, GroupsInPart * KeysInGroup).Select(KeyOf)];
        var messages = keys.Chunk(KeysInGroup).SelectMany(group =>
            (string[])[S3Notification.OfUploads(group[0]), S3Notification.OfUploads(group[1..])]).ToList();
        if (part < Poison.Length)
            messages.Insert(messages.Count / 2, Poison[part]);
        return [.. messages];
    }

    private string KeyOf(int number) => $"{_folder}/file {number:D5}";
}
