using Azure.Storage.Queues;
using NvDemo.LocalClouds.Azure;

namespace FunctionsHost.Tests;

/// <summary>Queue functions on a real queue service.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("functions-queues-");
    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private AzuriteServer _azurite = null!;
    private QueueClient _queue = null!;
    private QueueClient _poison = null!;

    public async Task InitializeAsync()
    {
        _azurite = await AzuriteServer.StartAsync(_folder.FullName);
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        _queue = new QueueClient(_azurite.ConnectionString, _name, options);
        _poison = new QueueClient(_azurite.ConnectionString, $"{_name}-poison", options);
        await _queue.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_message_is_handed_over_with_its_metadata_and_deleted()
    {
        await using var host = await StartAsync();
        var sent = (await _queue.SendMessageAsync("text ☃")).Value;
        await host.RanAsync("queue-done", 1);
        var run = host.RunsOf("queue").Single();
        Assert.Equal(("text ☃", sent.MessageId, "1"), (Text(run, "message"), Text(run, "id"), Text(run, "tries")));
        Assert.Contains(sent.InsertionTime.ToString("yyyy-MM-ddTHH:mm:ss"), Text(run, "inserted"));
        await Eventually.EqualAsync(0, CountAsync);
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_again_and_ends_in_the_poison_queue_with_its_text()
    {
        await using var host = await StartAsync();
        await _queue.SendMessageAsync("fail");
        await Eventually.EqualAsync(0, CountAsync);
        Assert.Equal(["1", "2", "3"], host.RunsOf("queue").Select(run => Text(run, "tries")));
        Assert.Equal("fail", (await _poison.ReceiveMessageAsync()).Value.Body.ToString());
    }

    [Fact]
    public async Task What_is_not_in_base64_ends_in_the_poison_queue_as_it_is()
    {
        await using var host = await StartAsync();
        var raw = new QueueClient(_azurite.ConnectionString, _name);
        await raw.SendMessageAsync("not Base64!");
        await Eventually.EqualAsync(0, CountAsync);
        var poison = new QueueClient(_azurite.ConnectionString, _poison.Name);
        Assert.Equal("not Base64!", (await poison.ReceiveMessageAsync()).Value.MessageText);
        Assert.Empty(host.RunsOf("queue"));
    }

    [Fact]
    public async Task Without_encoding_texts_are_taken_as_they_are()
    {
        await using var host = await StartAsync(("AzureFunctionsJobHost__extensions__queues__messageEncoding", "none"));
        await new QueueClient(_azurite.ConnectionString, _name).SendMessageAsync("plain");
        await host.RanAsync("queue-done", 1);
        Assert.Equal("plain", Text(host.RunsOf("queue").Single(), "message"));
    }

    [Theory]
    [InlineData(null, 16)]
    [InlineData("2", 2)]
    public async Task A_batch_is_fetched_when_enough_of_the_last_is_done(string? batchSize, int atOnce)
    {
        for (var i = 0; i < 40; i++)
            await _queue.SendMessageAsync($"hang {i}");
        await using var host = await StartAsync(("AzureFunctionsJobHost__extensions__queues__batchSize", batchSize));
        await host.RanAsync("queue", atOnce);
        await Task.Delay(1000);
        Assert.Equal(atOnce, host.RunsOf("queue").Count);
        host.Release("queue");
        await host.RanAsync("queue-done", 40);
        await Eventually.EqualAsync(0, CountAsync);
    }

    [Fact]
    public async Task A_killed_worker_fails_its_messages_which_come_again()
    {
        await using var host = await StartAsync();
        await _queue.SendMessageAsync("hang");
        await host.RanAsync("queue", 1);
        host.KillWorkers();
        host.Release("queue");
        await host.RanAsync("queue-done", 1);
        Assert.Equal(["1", "2"], host.RunsOf("queue").Select(run => Text(run, "tries")));
        await Eventually.EqualAsync(0, CountAsync);
    }

    [Fact]
    public async Task A_killed_host_leaves_its_messages_to_the_next_after_their_lease()
    {
        await using var host = await StartAsync();
        await _queue.SendMessageAsync("hang");
        await host.RanAsync("queue", 1);
        await host.KillHostAsync();
        host.Release("queue");
        await host.StartAsync();
        await Eventually.EqualAsync(0, CountAsync);
        Assert.Contains("2", host.RunsOf("queue").Select(run => Text(run, "tries")));
    }

    [Fact]
    public async Task A_message_that_takes_longer_than_its_lease_is_not_given_to_another()
    {
        await using var host = await StartAsync();
        await _queue.SendMessageAsync("hang");
        await host.RanAsync("queue", 1);
        await Task.Delay(TimeSpan.FromSeconds(12));
        host.Release("queue");
        await Eventually.EqualAsync(0, CountAsync);
        Assert.Single(host.RunsOf("queue"));
    }

    [Fact]
    public async Task A_stop_waits_for_messages_that_are_being_processed()
    {
        await using var host = await StartAsync();
        await _queue.SendMessageAsync("hang");
        await host.RanAsync("queue", 1);
        var stopping = host.StopAsync();
        host.Release("queue");
        await stopping;
        Assert.Equal(0, host.ExitCode);
        Assert.Single(host.RunsOf("queue-done"));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_queue_that_is_missing_or_out_is_asked_again()
    {
        await _queue.DeleteAsync();
        await using var host = await StartAsync();
        await _queue.CreateAsync();
        await _queue.SendMessageAsync("first");
        await host.RanAsync("queue-done", 1);
        await _azurite.StopAsync();
        await Eventually.EqualAsync(true, () => Task.FromResult(host.Log.Contains("can't be read", StringComparison.Ordinal)));
        await _azurite.StartAgainAsync();
        await _queue.SendMessageAsync("second");
        await host.RanAsync("queue-done", 2);
    }

    [Fact]
    public async Task Without_an_account_the_listener_says_so_and_http_goes_on()
    {
        await using var host = await StartAsync(("AzureWebJobsStorage", null));
        await Eventually.EqualAsync(true, () => Task.FromResult(
            host.Log.Contains("The storage connection 'AzureWebJobsStorage' is not set.", StringComparison.Ordinal)));
        Assert.Equal("hello world", await host.Client.GetStringAsync("api/hello/world"));
    }

    private Task<TestHost> StartAsync(params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["AzureWebJobs.queue.Disabled"] = "0",
            ["AzureWebJobsStorage"] = _azurite.ConnectionString,
            ["QUEUE"] = _name,
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return TestHost.StartAsync(all, "--queue-lease", "00:00:08");
    }

    private async Task<int> CountAsync() => (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private static string? Text(System.Text.Json.JsonElement run, string property) => run.GetProperty(property).GetString();
}
