using System.Net;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(LocalCloudsCollection.Name)]
public sealed class AzureHostTests(LocalCloudsFixture fixture) : HostContract(fixture.Clouds.Azure.Url, "azure")
{
    // Core Tools check no keys: docs/local-clouds.md.
    [Theory]
    [Trait("Keys", "checked")]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData(FunctionsApp.MasterKey, 200)]
    public async Task Postgres_init_takes_only_the_master_key(string? key, int status)
    {
        (string, string)[] headers = key is null ? [] : [("x-functions-key", key)];
        var reply = await Client.SendAsync("POST", "/api/postgres-init", authorization: null, headers: headers);
        Assert.Equal(status, reply.Status);
        if (status == (int)HttpStatusCode.OK)
            Assert.Equal(("{\"applied\":[]}", "application/json", "azure"), (reply.Text, reply.Header("Content-Type"), reply.Header("X-Nv-Cloud")));
    }

    [Fact]
    public async Task The_queue_function_takes_a_message_by_hand()
    {
        var key = $"by-hand-{Guid.NewGuid():N}";
        foreach (var (name, time, listed) in ((string, string, string[])[])
            [("ObjectCreated:Put", "2026-01-02T03:04:05.678Z", [key]), ("ObjectRemoved:Delete", "2026-01-02T03:04:06.789Z", [])])
        {
            var message = $$"""
                {"Records":[{"eventName":"{{name}}","eventTime":"{{time}}",
                "s3":{"bucket":{"name":"{{LocalAws.Bucket}}"},"object":{"key":"{{key}}","size":1,"eTag":"x"} } }]}
                """;
            await Client.RunFunctionAsync("index", message);
            await Eventually.EqualAsync(listed, async () => [.. (await Client.GetAsync($"/api/list?prefix={key}")).Keys]);
        }
    }
}
