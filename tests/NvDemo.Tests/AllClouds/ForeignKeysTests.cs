using NvDemo.Adapters.Postgres;
using NvDemo.Core.Index;
using NvDemo.Core.Storage;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary>
/// Objects that others have put into the bucket, under keys that clients of the service could not have named. They are put into the index,
/// as from their events: the local S3 does not tell all of these keys apart.
/// </summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ForeignKeysTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(fixture.Clouds.Data.Postgres.ConnectionString);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_cloud_lists_them_and_gives_a_url_only_for_what_it_fetches()
    {
        var folder = $"//foreign-{Guid.NewGuid():N}";
        string[] keys = [folder, $"{folder}/a", $"{folder}/b//c", $"{folder}/d/../e"];
        await new PostgresFileIndex(_database.Database, LocalAws.Bucket).ApplyAsync(
            [.. keys.Select(key => ObjectChange.Put(ObjectKey.FromBucket(key), DateTime.UtcNow, null, 1, "e", "text/plain"))], CancellationToken.None);

        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            var list = await client.GetAsync($"/api/list?prefix={Uri.EscapeDataString(folder)}");
            Assert.Equal(keys, list.Keys.Order(StringComparer.Ordinal));
            Assert.All(list.Json.EnumerateArray(), item => Assert.Null(item.GetProperty("url").GetString()));
        }
    }
}
