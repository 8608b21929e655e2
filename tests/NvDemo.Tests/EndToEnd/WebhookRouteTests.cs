using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd;

/// <summary>The SNS webhook is a route of the Azure side alone.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class WebhookRouteTests(LocalCloudsFixture fixture) : IDisposable
{
    private const string Path = "/api/events/sns";

    private readonly CloudClient _azure = new(fixture.Clouds.Azure.Url);
    private readonly CloudClient _aws = new(fixture.Clouds.Aws.Url);

    public void Dispose()
    {
        _azure.Dispose();
        _aws.Dispose();
    }

    [Fact]
    public async Task The_route_is_open_and_only_azures()
    {
        var get = await _azure.SendAsync("GET", Path, authorization: null);
        Assert.Equal((405, "POST"), (get.Status, get.Header("Allow")));
        Assert.Equal(401, (await _azure.SendAsync("POST", Path + "/", new StringContent("{}"), authorization: null)).Status);
        Assert.Equal(401, (await _aws.SendAsync("POST", Path, new StringContent("{}"), authorization: null)).Status);
        Assert.Equal(404, (await _aws.SendAsync("POST", Path, new StringContent("{}"))).Status);
    }
}
