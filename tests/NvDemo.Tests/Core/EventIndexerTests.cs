using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using NvDemo.Adapters.Postgres;
using NvDemo.Adapters.Redis;
using NvDemo.Adapters.S3;
using NvDemo.Core;
using NvDemo.Core.Events;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

/// <summary>What fails, fails alone and is logged with its id.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class EventIndexerTests : IAsyncLifetime
{
    private readonly TestDatabase _database;
    private readonly TestDatabase _nowhere = new($"Host=127.0.0.1;Port={Nowhere.Port};Database=nvdemo");
    private readonly IndexTable _table;
    private readonly RedisConnection _redis;
    private readonly S3ObjectStore _store;
    private readonly FakeLogger<EventIndexer> _log = new();
    private readonly string _folder = $"indexer-{Guid.NewGuid():N}";

    public EventIndexerTests(LocalCloudsFixture fixture)
    {
        var data = fixture.Clouds.Data;
        _database = new TestDatabase(data.Postgres.ConnectionString);
        _table = new IndexTable(data.Postgres);
        _redis = new RedisConnection(data.Redis.Endpoint, TimeProvider.System);
        _store = new S3ObjectStore(LocalAws.Bucket, data.Moto.Endpoint, TimeProvider.System);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _nowhere.DisposeAsync();
        await _table.DisposeAsync();
        await _redis.DisposeAsync();
        _store.Dispose();
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"Records":"none"}""")]
    [InlineData("""{"Records":[null]}""")]
    [InlineData("""{"Records":[{"eventName":null,"s3":{"object":{}}}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"nv-demo-files"},"object":{"key":null}}}]}""")]
    public async Task A_malformed_message_fails_alone(string body)
    {
        QueueMessage[] batch = [Good("1"), new("bad", body), Good("2")];
        Assert.Equal(["bad"], await Indexer(_database).IndexAsync(batch, CancellationToken.None));
        Assert.Equal([$"{_folder}/1", $"{_folder}/2"], await _table.KeysAsync(_folder));
        Assert.Contains("bad", Assert.Single(_log.Collector.GetSnapshot().Select(record => record.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_with_a_key_that_no_bucket_has_fails_alone()
    {
        var key = new string('k', ObjectKey.MaxBytes);
        var refused = new QueueMessage("refused", S3Notification.OfUploads($"{_folder}/{key}"));
        Assert.Equal(["refused"], await Indexer(_database).IndexAsync([Good("1"), refused, Good("2")], CancellationToken.None));
        Assert.Equal([$"{_folder}/1", $"{_folder}/2"], await _table.KeysAsync(_folder));
        Assert.Contains("refused", Assert.Single(_log.Collector.GetSnapshot().Select(record => record.Message)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task The_good_records_of_a_message_are_indexed_whatever_is_wrong_with_the_others(string bad)
    {
        var body = S3Notification.OfUploads($"{_folder}/1", $"{_folder}/bad", $"{_folder}/2")
            .Replace($"\"{_folder}/bad\"", bad, StringComparison.Ordinal);
        Assert.Equal(["mixed"], await Indexer(_database).IndexAsync([new QueueMessage("mixed", body)], CancellationToken.None));
        Assert.Equal([$"{_folder}/1", $"{_folder}/2"], await _table.KeysAsync(_folder));
    }

    [Fact]
    public async Task A_subscription_without_raw_delivery_leaves_the_event_in_its_wrapping()
    {
        var wrapped = JsonSerializer.Serialize(new
        {
            Type = "Notification",
            MessageId = Guid.NewGuid(),
            TopicArn = "arn:aws:sns:us-east-1:123456789012:nv-object-events",
            Message = S3Notification.OfUploads($"{_folder}/wrapped"),
        });
        Assert.Empty(await Indexer(_database).IndexAsync([new QueueMessage("wrapped", wrapped)], CancellationToken.None));
        Assert.Equal([$"{_folder}/wrapped"], await _table.KeysAsync(_folder));
    }

    [Fact]
    public async Task What_is_no_file_is_not_listed_and_never_a_dead_letter()
    {
        var body = S3Notification.OfUploads($"{_folder}/marker/", $"{_folder}/nul\0", ".nv/own", $"{_folder}/file");
        Assert.Empty(await Indexer(_database).IndexAsync([new QueueMessage("mixed", body)], CancellationToken.None));
        Assert.Equal([$"{_folder}/file"], await _table.KeysAsync(_folder));
        Assert.Contains("U+0000", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_index_is_out_every_message_fails_and_is_named()
    {
        Assert.Equal(["id-1", "id-2"], await Indexer(_nowhere).IndexAsync([Good("1"), Good("2")], CancellationToken.None));
        Assert.Contains("id-1, id-2", Assert.Single(_log.Collector.GetSnapshot().Select(record => record.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_message_that_reports_nothing_nothing_can_fail()
    {
        var test = new QueueMessage("test", """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"nv-demo-files"}""");
        Assert.Equal(["id-1"], await Indexer(_nowhere).IndexAsync([test, Good("1")], CancellationToken.None));
    }

    [Fact]
    public async Task Out_of_time_every_message_fails_and_is_named()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Indexer(_database).IndexAsync([Good("1"), Good("2")], new CancellationToken(canceled: true)));
        Assert.Contains("id-1, id-2", Assert.Single(_log.Collector.GetSnapshot().Select(record => record.Message)), StringComparison.Ordinal);
    }

    private QueueMessage Good(string name) => new($"id-{name}", S3Notification.OfUploads($"{_folder}/{name}"));

    private EventIndexer Indexer(TestDatabase database)
    {
        var index = new PostgresFileIndex(database.Database, LocalAws.Bucket);
        var options = new ServiceOptions { Cloud = "test", Bucket = LocalAws.Bucket, PublicUrl = Nowhere.Url };
        var catalog = new FileCatalog(index, new RedisListCache(_redis, LocalAws.Bucket));
        var types = new ContentTypeReader(_store, catalog, NullLogger<ContentTypeReader>.Instance);
        return new EventIndexer(catalog, types, options, TimeProvider.System, _log);
    }
}
