using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary>Dependencies of every cloud that stop, hang and come back.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class OutageTests(LocalCloudsFixture fixture) : IDisposable
{
    private readonly CloudClient[] _clouds = [.. fixture.Clouds.All.Select(cloud => new CloudClient(cloud.Url))];
    private readonly string _folder = $"outage-{Guid.NewGuid():N}";

    private DataPlane Data => fixture.Clouds.Data;

    public void Dispose() => Array.ForEach(_clouds, cloud => cloud.Dispose());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_postgres_requests_get_503_until_it_is_back(bool stopped)
    {
        foreach (var cloud in _clouds)
        {
            foreach (var name in (string[])["before", "deleted"])
                await cloud.UploadAsync($"{_folder}/{name}", "before"u8.ToArray());
        }

        await using (await ServerOutage.BeginAsync(Data.Postgres, stopped))
        {
            foreach (var cloud in _clouds)
            {
                // Another page each time: cached ones need no database.
                var list = await cloud.GetAsync($"/api/list?prefix={_folder}&limit=7");
                Assert.Equal((503, "2"), (list.Status, list.Header("Retry-After")));
                Assert.Equal("application/problem+json", list.Header("Content-Type"));
                Assert.Equal("Postgres is not available at the moment.", list.Json.GetProperty("detail").GetString());
                Assert.Equal("before", (await cloud.DownloadAsync($"{_folder}/before")).Text);

                await Eventually.EqualAsync("503 unavailable", () => HealthAsync(cloud));

                var upload = await cloud.UploadAsync($"{_folder}/meanwhile", "stored"u8.ToArray());
                Assert.Equal((202, "pending"), (upload.Status, upload.Header("Nv-Index")));
                Assert.Equal("stored", (await cloud.DownloadAsync($"{_folder}/meanwhile")).Text);
                Assert.Equal(503, (await cloud.DeleteAsync($"{_folder}/deleted")).Status);
            }
        }

        // A deletion that was not answered is repeated.
        await Eventually.EqualAsync(204, async () => (await _clouds[0].DeleteAsync($"{_folder}/deleted")).Status);
        foreach (var cloud in _clouds)
        {
            await Eventually.EqualAsync(
                $"{_folder}/before {_folder}/meanwhile",
                async () => await cloud.GetAsync($"/api/list?prefix={_folder}&limit=7") is { Status: 200 } list ? string.Join(' ', list.Keys) : "");
            await Eventually.EqualAsync("200 ok", () => HealthAsync(cloud));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_redis_only_health_changes(bool stopped)
    {
        await using (await ServerOutage.BeginAsync(Data.Redis, stopped))
        {
            for (var i = 0; i < _clouds.Length; i++)
            {
                var (cloud, other) = (_clouds[i], _clouds[(i + 1) % _clouds.Length]);
                var key = $"{_folder}/without-redis-{i}";
                Assert.Equal(200, (await cloud.UploadAsync(key, "x"u8.ToArray())).Status);
                Assert.Contains(key, (await other.GetAsync($"/api/list?prefix={_folder}")).Keys);
                Assert.Equal("x", (await other.DownloadAsync(key)).Text);
                Assert.Equal(204, (await other.DeleteAsync(key)).Status);
                Assert.DoesNotContain(key, (await cloud.GetAsync($"/api/list?prefix={_folder}")).Keys);
                await Eventually.EqualAsync("200 degraded", () => HealthAsync(cloud));
            }
        }

        foreach (var cloud in _clouds)
            await Eventually.EqualAsync("200 ok", () => HealthAsync(cloud));
    }

    [Fact]
    public async Task Without_aws_lists_go_on_and_content_gets_503_until_it_is_back()
    {
        foreach (var cloud in _clouds)
            await cloud.UploadAsync($"{_folder}/before", "before"u8.ToArray());

        await using (await ServerOutage.BeginAsync(Data.Moto, stopped: false))
        {
            foreach (var cloud in _clouds)
            {
                Assert.Equal([$"{_folder}/before"], (await cloud.GetAsync($"/api/list?prefix={_folder}&limit=8")).Keys);
                var download = await cloud.DownloadAsync($"{_folder}/before");
                Assert.Equal((503, "2"), (download.Status, download.Header("Retry-After")));
                Assert.Equal("S3 is not available at the moment.", download.Json.GetProperty("detail").GetString());
                await Eventually.EqualAsync("503 unavailable", () => HealthAsync(cloud));
            }
        }

        foreach (var cloud in _clouds)
        {
            await Eventually.EqualAsync("200 ok", () => HealthAsync(cloud));
            await Eventually.EqualAsync("before", async () => (await cloud.DownloadAsync($"{_folder}/before")).Text);
        }
    }

    private static async Task<string> HealthAsync(CloudClient cloud)
    {
        var health = await cloud.SendAsync("GET", "/health", authorization: null);
        return $"{health.Status} {health.Json.GetProperty("status").GetString()}";
    }
}
