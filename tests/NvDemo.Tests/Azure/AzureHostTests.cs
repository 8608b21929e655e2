using System.Net;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Azure;

[Collection(LocalCloudsCollection.Name)]
public sealed class AzureHostTests(LocalCloudsFixture fixture) : HostContract(fixture.Clouds.Azure.Url, "azure")
{
    protected override Task<IAsyncDisposable> KeepVersionsAsync() => fixture.KeepVersionsAsync();

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

    // API Gateway may keep it to itself: docs/http.md.
    [Theory]
    [InlineData("JfnnlDI7RTiF9RgfG2JNCw==", 200)]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCfg==", 400)]
    [InlineData("nonsense", 400)]
    public async Task Content_md5_is_verified(string md5, int status)
    {
        var path = $"/md5-{Guid.NewGuid():N}";
        var body = new ByteArrayContent("123456789"u8.ToArray());
        Assert.Equal(status, (await Client.SendAsync("PUT", "/api/upload" + path, body, headers: ("Content-MD5", md5))).Status);
        Assert.Equal(status == 200 ? 200 : 404, (await Client.GetAsync(path)).Status);
    }
}
