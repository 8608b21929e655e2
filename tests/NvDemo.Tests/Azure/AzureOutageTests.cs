using NvDemo.LocalClouds.Azure;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(LocalCloudsCollection.Name)]
public sealed class AzureOutageTests(LocalCloudsFixture fixture) : IDisposable
{
    private readonly CloudClient _client = new(fixture.Clouds.Azure.Url);

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_postgres_a_migration_gets_503(bool stopped)
    {
        await using (await ServerOutage.BeginAsync(fixture.Clouds.Data.Postgres, stopped))
        {
            var reply = await _client.SendAsync(
                "POST", "/api/postgres-init", authorization: null, headers: ("x-functions-key", FunctionsApp.MasterKey));
            Assert.Equal((503, "2", "application/problem+json"), (reply.Status, reply.Header("Retry-After"), reply.Header("Content-Type")));
        }

        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            await Eventually.EqualAsync(200, async () => (await client.SendAsync("GET", "/health", authorization: null)).Status);
        }
    }
}
