using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Azure;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

/// <summary>The Azure side: Storage queues and the Functions app.</summary>
internal sealed class StorageIndexQueue(Clouds clouds) : IndexQueue
{
    private readonly QueueClient _queue = Open(clouds, AzuriteServer.EventQueue);
    private readonly QueueClient _poison = Open(clouds, AzuriteServer.PoisonQueue);

    public override string Cloud => "Azure";

    public override string Name => "nv-object-events";

    public override string DeadLetterName => "nv-object-events-poison";

    public override Task SendAsync(IReadOnlyList<string> bodies) => Parallel.ForEachAsync(
        bodies, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (body, stop) => await _queue.SendMessageAsync(body, stop));

    public override async Task<int> CountAsync() => (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public override async Task<IReadOnlyList<string>> DeadLettersAsync()
    {
        PeekedMessage[] messages = await _poison.PeekMessagesAsync(32);
        return [.. messages.Select(message => message.Body.ToString())];
    }

    public override Task ClearDeadLettersAsync() => _poison.ClearMessagesAsync();

    public override Task KillWorkersAsync() => clouds.Azure.Functions.KillAsync();

    public override Task ReviveWorkersAsync() => clouds.Azure.Functions.StartAsync();

    private static QueueClient Open(Clouds clouds, string name) => new(
        clouds.Azure.Azurite.ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
