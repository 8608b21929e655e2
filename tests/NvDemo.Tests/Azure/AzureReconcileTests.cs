using NvDemo.LocalClouds.Azure;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(LocalCloudsCollection.Name)]
public sealed class AzureReconcileTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private readonly CloudClient _client = new(fixture.Clouds.Azure.Url);
    private readonly IndexTable _index = new(fixture.Clouds.Data.Postgres);
    private readonly string _folder = $"reconcile-{Guid.NewGuid():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _client.Dispose();
        return _index.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task The_azure_side_reconciles_too()
    {
        var key = $"{_folder}/lost";
        Assert.Equal(200, (await _client.UploadAsync(key, "x"u8.ToArray())).Status);
        await IndexQueues.DrainedAsync(fixture.Clouds);
        await _index.ExecuteAsync($"DELETE FROM files WHERE prefix_path = '{key}'");
        var requested = await _client.SendAsync(
            "POST", "/api/reconcile", authorization: null, headers: ("x-functions-key", FunctionsApp.MasterKey));
        Assert.Equal(202, requested.Status);
        await _client.RunFunctionAsync("reconcile");
        await Eventually.EqualAsync([key], async () => (string[])[.. (await _client.GetAsync($"/api/list?prefix={_folder}/")).Keys]);
    }

    [Fact]
    public async Task Only_who_has_the_master_key_asks_for_a_walk()
    {
        Assert.Equal(401, (await _client.SendAsync("POST", "/api/reconcile", authorization: null)).Status);
        Assert.Equal(401, (await _client.SendAsync("POST", "/api/reconcile")).Status);
    }
}
