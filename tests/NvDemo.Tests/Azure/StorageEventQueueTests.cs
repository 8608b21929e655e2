using Azure.Storage.Queues;
using NvDemo.Adapters.Configuration;
using NvDemo.Azure.StorageQueues;
using NvDemo.Core;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(LocalCloudsCollection.Name)]
public sealed class StorageEventQueueTests : EventQueueContract, IAsyncLifetime
{
    private readonly QueueClient _client;
    private readonly QueueClient _nowhere;
    private readonly QueueClient _withWrongKey;
    private readonly string _connectionString;

    public StorageEventQueueTests(LocalCloudsFixture fixture)
    {
        var azurite = fixture.Clouds.Azure.Azurite;
        var name = $"events-{Guid.NewGuid():N}";
        _connectionString = azurite.ConnectionString;
        _client = Client(azurite.ConnectionString, name);
        _nowhere = Client(UnreachableStorage.Of(azurite), name);
        _withWrongKey = Client(azurite.ConnectionString.Replace("AccountKey=", "AccountKey=AAAA", StringComparison.Ordinal), name);
    }

    protected override IEventQueue Queue => With(_client);

    protected override IEventBacklog Backlog => With(_client);

    protected override IEventBacklog BriefBacklog => new StorageEventQueue(_client, TimeSpan.FromSeconds(1));

    protected override IEventQueue Unreachable => With(_nowhere);

    protected override IEventBacklog UnreachableBacklog => With(_nowhere);

    protected override int Limit => 48 * 1024;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DeleteIfExistsAsync();

    [Fact]
    public async Task Keeps_events_until_they_are_taken()
    {
        await Queue.EnqueueAsync("{}", default);
        var message = (await _client.ReceiveMessageAsync()).Value;
        Assert.Equal(DateTimeOffset.MaxValue.Year, message.ExpiresOn?.Year);
    }

    [Fact]
    public Task An_account_that_refuses_the_key_is_not_taken_for_one_that_is_down() =>
        Failing.WithAsync(DependencyFailure.Misconfigured, () => With(_withWrongKey).EnqueueAsync("{}", default));

    [Fact]
    public async Task What_is_not_base64_is_left_to_the_host_and_holds_up_nothing()
    {
        await Queue.EnqueueAsync("{}", default);
        await new QueueClient(_connectionString, _client.Name).SendMessageAsync("not Base64");
        Assert.Equal("{}", Assert.Single(await Backlog.ReceiveAsync()).Body);
        Assert.Equal(2, (await _client.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    protected override async Task<IReadOnlyList<string>> ReceiveAsync()
    {
        var all = new List<string>();
        while ((await _client.ReceiveMessagesAsync(maxMessages: 32)).Value is { Length: > 0 } messages)
            all.AddRange(messages.Select(message => message.Body.ToString()));
        return all;
    }

    private static StorageEventQueue With(QueueClient client) => new(client, TimeSpan.FromMinutes(3));

    private static QueueClient Client(string connectionString, string queue) =>
        StorageConnection.CreateQueue(new SettingsReader(name => name == "AzureWebJobsStorage" ? connectionString : null), queue);
}
