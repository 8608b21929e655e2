using System.Net;
using NvDemo.LocalStack.Azure;

namespace NvDemo.Tests.Hosts;

[Collection(LocalCloudsCollection.Name)]
public sealed class AzureHostTests(LocalCloudsFixture fixture) : HostContract(fixture.Clouds.AzureUrl, "azure")
{
    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData(FunctionsApp.MasterKey, 200)]
    public async Task Postgres_init_takes_only_the_master_key(string? key, int status)
    {
        (string, string)[] headers = key is null ? [] : [("x-functions-key", key)];
        var reply = await Client.SendAsync("POST", "/api/postgres-init", authorization: null, headers: headers);
        Assert.Equal(status, reply.Status);
        if (status == (int)HttpStatusCode.OK)
            Assert.Equal("{\"applied\":[]}", reply.Text);
    }
}
