using NvDemo.LocalClouds;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>Hundreds of messages that have gathered while no worker ran, through the Functions host.</summary>
[Collection(QueueCloudsCollection.Name)]
public sealed class BacklogTests(QueueCloudsFixture fixture) : IAsyncLifetime
{
    private const int Backlog = 200;

    private readonly IndexTable _index = new(fixture.Clouds.Data.Postgres);
    private readonly StorageIndexQueue _queue = new(fixture.Clouds);
    private readonly string _folder = $"backlog-{Guid.NewGuid():N}";

    private Clouds Clouds => fixture.Clouds;

    private string[] Keys => [.. Enumerable.Range(1000, Backlog).Select(i => $"{_folder}/{i}")];

    public async Task InitializeAsync()
    {
        await _queue.ClearDeadLettersAsync();
        await _queue.KillWorkersAsync();
    }

    public Task DisposeAsync() => _index.DisposeAsync().AsTask();

    [Fact]
    public async Task One_bad_message_among_hundreds_is_given_up_alone()
    {
        const string Bad = """{"Records":[{"eventName":"ObjectCreated:Put","你好":null}]}""";
        var messages = Keys.Select(key => S3Notification.OfUploads(key)).ToList();
        messages.Insert(Backlog / 2, Bad);
        await _queue.SendAsync(messages);
        await _queue.ReviveWorkersAsync();

        await Eventually.EqualAsync(0, _queue.CountAsync);
        Assert.Equal(Keys, await _index.KeysAsync(_folder));
        Assert.Equal([Bad], await _queue.DeadLettersAsync());
    }

    [Fact]
    public async Task What_comes_while_postgres_is_out_is_indexed_when_it_is_back()
    {
        await _queue.SendAsync([.. Keys.Select(key => S3Notification.OfUploads(key))]);
        var log = Path.Combine(fixture.Folder, "logs", "functions.log");
        var before = (await LogFile.ReadAsync(log)).Length;
        await using (await ServerOutage.BeginAsync(Clouds.Data.Postgres, stopped: false))
        {
            await _queue.ReviveWorkersAsync();
            await Eventually.EqualAsync(
                true, async () => (await LogFile.ReadAsync(log))[before..].Contains("The index is out", StringComparison.Ordinal));
        }

        await Eventually.EqualAsync(0, _queue.CountAsync);
        Assert.Equal(Keys, await _index.KeysAsync(_folder));
        Assert.Empty(await _queue.DeadLettersAsync());
    }
}
