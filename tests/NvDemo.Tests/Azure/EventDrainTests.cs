using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using NvDemo.Adapters.Configuration;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Adapters.S3;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core;
using NvDemo.Core.Events;
using NvDemo.Core.Index;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>What the host delivers takes along what waits; each message is settled by itself.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class EventDrainTests : IAsyncLifetime
{
    private const int Backlog = 150;

    private static readonly bool[] All = [true, true, true], None = [false, false, false], ButTheSecond = [true, false, true];

    private readonly TestDatabase _database;
    private readonly TestDatabase _nowhere = new($"Host=127.0.0.1;Port={Nowhere.Port};Database=nvdemo");
    private readonly IndexTable _table;
    private readonly RedisConnection _redis;
    private readonly S3ObjectStore _store;
    private readonly QueueClient _queue;
    private readonly string _folder = $"drain-{Guid.NewGuid():N}";
    private readonly FakeLogger<EventDrain> _log = new();
    private readonly string _unreachable;

    public EventDrainTests(LocalCloudsFixture fixture)
    {
        var clouds = fixture.Clouds;
        _database = new TestDatabase(clouds.Data.Postgres.ConnectionString);
        _table = new IndexTable(clouds.Data.Postgres);
        _redis = new RedisConnection(clouds.Data.Redis.Endpoint, TimeProvider.System);
        _store = new S3ObjectStore(LocalAws.Bucket, clouds.Data.Moto.Endpoint, TimeProvider.System);
        _queue = Client(clouds.Azure.Azurite.ConnectionString);
        _unreachable = UnreachableStorage.Of(clouds.Azure.Azurite);
    }

    private IEnumerable<string> AllKeys => Waiting.Concat(Delivered).Order(StringComparer.Ordinal);

    private IEnumerable<string> Waiting => Enumerable.Range(1000, Backlog).Select(i => $"{_folder}/{i}");

    private IEnumerable<string> Delivered => Enumerable.Range(1, 3).Select(i => $"{_folder}/delivered {i}");

    public async Task InitializeAsync() => await _queue.CreateAsync();

    public async Task DisposeAsync()
    {
        await _queue.DeleteAsync();
        await _database.DisposeAsync();
        await _nowhere.DisposeAsync();
        await _table.DisposeAsync();
        await _redis.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Messages_that_come_together_take_along_what_waits()
    {
        await SendAsync(Waiting.Select(key => S3Notification.OfUploads(key)));
        Assert.Equal(All, await DeliverAsync(_database));
        Assert.Equal(AllKeys, await _table.KeysAsync(_folder));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task One_that_comes_alone_takes_nothing_along()
    {
        await SendAsync([S3Notification.OfUploads($"{_folder}/waits")]);
        using var drain = Drain(_database, _queue);
        Assert.True(await drain.IndexAsync(Message($"{_folder}/alone"), default));
        Assert.Equal([$"{_folder}/alone"], await _table.KeysAsync(_folder));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_bad_one_among_hundreds_stays_alone_with_its_body()
    {
        const string Bad = """{"Records":[{"eventName":null}]}""";
        var messages = Waiting.Select(key => S3Notification.OfUploads(key)).ToList();
        messages.Insert(Backlog / 2, Bad);
        await SendAsync(messages);
        Assert.Equal(All, await DeliverAsync(_database));
        Assert.Equal(AllKeys, await _table.KeysAsync(_folder));
        Assert.Equal(1, await CountAsync());

        // Hidden for as long as the host would have hidden it.
        Assert.Equal(Bad, (await NextAsync()).Body);
    }

    [Fact]
    public async Task A_bad_one_that_is_delivered_fails_alone()
    {
        using var drain = Drain(_database, _queue);
        var tries = new[] { Message($"{_folder}/1"), new QueueMessage("bad", "not JSON"), Message($"{_folder}/2") }
            .Select(message => drain.IndexAsync(message, default)).ToArray();
        Assert.Equal(ButTheSecond, await Task.WhenAll(tries));
        Assert.Equal([$"{_folder}/1", $"{_folder}/2"], await _table.KeysAsync(_folder));
    }

    [Fact]
    public async Task While_the_index_is_out_nothing_that_waits_loses_a_try()
    {
        await SendAsync(["waits"]);
        Assert.Equal(None, await DeliverAsync(_nowhere));
        var waiting = await NextAsync();
        Assert.Equal(("waits", 1), (waiting.Body, waiting.Deliveries));
    }

    [Fact]
    public async Task Whoever_is_stopped_gives_back_what_was_taken()
    {
        await SendAsync([S3Notification.OfUploads($"{_folder}/locked")]);
        await DeliverAsync(_database);
        Assert.Equal(0, await CountAsync());

        await SendAsync([S3Notification.OfUploads($"{_folder}/locked")]);
        using var stop = new CancellationTokenSource();
        await using (var row = await _table.LockRowAsync($"{_folder}/locked"))
        {
            var delivering = DeliverAsync(_database, stop.Token);
            await Eventually.EqualAsync(true, row.IsAwaitedAsync);
            await stop.CancelAsync();

            // What was delivered is indexed by then.
            Assert.Equal(All, await delivering);
        }

        Assert.Equal(2, (await new StorageEventQueue(_queue, TimeSpan.FromMinutes(3)).ReceiveAsync()).Single().Deliveries);
    }

    [Fact]
    public async Task One_that_has_had_its_tries_is_left_to_the_host()
    {
        await SendAsync([S3Notification.OfUploads($"{_folder}/given up")]);
        var queue = new StorageEventQueue(_queue, TimeSpan.FromMinutes(3));
        for (var i = 0; i < 5; i++)
            await queue.GiveBackAsync(await queue.ReceiveAsync());

        Assert.Equal(All, await DeliverAsync(_database));
        Assert.Equal(Delivered, await _table.KeysAsync(_folder));
        Assert.Equal(7, Assert.Single(await queue.ReceiveAsync()).Deliveries);
    }

    [Fact]
    public async Task Without_the_queue_what_was_delivered_is_indexed_all_the_same()
    {
        using var drain = Drain(_database, Client(_unreachable));
        Assert.Equal(All, await Task.WhenAll(Delivered.Select(key => drain.IndexAsync(Message(key), default))));
        Assert.Equal(Delivered, await _table.KeysAsync(_folder));
        Assert.Contains("The queue of events is out", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    private static QueueMessage Message(string key) => new(key, S3Notification.OfUploads(key));

    private async Task<bool[]> DeliverAsync(TestDatabase database, CancellationToken cancellation = default)
    {
        using var drain = Drain(database, _queue);
        return await Task.WhenAll(Delivered.Select(key => drain.IndexAsync(Message(key), cancellation)));
    }

    private Task SendAsync(IEnumerable<string> bodies) => Parallel.ForEachAsync(
        bodies, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (body, stop) => await _queue.SendMessageAsync(body, stop));

    private async Task<int> CountAsync() => (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    /// <summary>The only message, when it comes.</summary>
    private async Task<WaitingEvent> NextAsync()
    {
        var queue = new StorageEventQueue(_queue, TimeSpan.FromMinutes(3));
        IReadOnlyList<WaitingEvent> messages = [];
        await Eventually.EqualAsync(1, async () => (messages = await queue.ReceiveAsync()).Count);
        return messages[0];
    }

    private EventDrain Drain(TestDatabase database, QueueClient queue)
    {
        // In an index of its own: lists of the others would have its files first.
        var index = new PostgresFileIndex(database.Database, _folder);
        var options = new ServiceOptions { Cloud = "test", Bucket = LocalAws.Bucket, PublicUrl = Nowhere.Url };
        var catalog = new FileCatalog(index, new RedisListCache(_redis, _folder));
        var types = new ContentTypeReader(_store, catalog, NullLogger<ContentTypeReader>.Instance);
        var indexer = new EventIndexer(catalog, types, options, TimeProvider.System, NullLogger<EventIndexer>.Instance);
        return new EventDrain(indexer, new StorageEventQueue(queue, TimeSpan.FromSeconds(2)), _log);
    }

    private QueueClient Client(string connectionString) => StorageConnection.CreateQueue(
        new SettingsReader(name => name == "AzureWebJobsStorage" ? connectionString : null), _folder);
}
