namespace FunctionsHost.Tests;

/// <summary>Who may call what.</summary>
public sealed class KeyTests(HttpHost fixture) : IClassFixture<HttpHost>
{
    [Theory]
    [InlineData("keyed", null, 401)]
    [InlineData("keyed", "", 401)]
    [InlineData("keyed", "wrong", 401)]
    [InlineData("keyed", HttpHost.OthersKey, 401)]
    [InlineData("keyed", HttpHost.FunctionKey, 200)]
    [InlineData("keyed", HttpHost.HostKey, 200)]
    [InlineData("keyed", TestHost.MasterKey, 200)]
    [InlineData("for-admins", null, 401)]
    [InlineData("for-admins", HttpHost.FunctionKey, 401)]
    [InlineData("for-admins", HttpHost.HostKey, 401)]
    [InlineData("for-admins", TestHost.MasterKey, 200)]
    [InlineData("hello/you", "wrong", 200)]
    [InlineData("disabled", null, 404)]
    [InlineData("disabled", HttpHost.HostKey, 404)]
    [InlineData("disabled", TestHost.MasterKey, 200)]
    public async Task A_function_takes_its_own_level_and_what_is_above(string function, string? key, int status)
    {
        Assert.Equal(status, await fixture.Host.StatusOfAsync(HttpMethod.Get, $"api/{function}", key));
        if (key is not null)
            Assert.Equal(status, await fixture.Host.StatusOfAsync(HttpMethod.Get, $"api/{function}?code={Uri.EscapeDataString(key)}"));
    }

    [Fact]
    public async Task The_header_goes_before_the_query() =>
        Assert.Equal(401, await fixture.Host.StatusOfAsync(HttpMethod.Get, $"api/for-admins?code={TestHost.MasterKey}", "wrong"));

    [Fact]
    public async Task A_refusal_is_bare()
    {
        using var reply = await fixture.Host.SendAsync(HttpMethod.Get, "api/keyed");
        Assert.Equal("", await reply.Content.ReadAsStringAsync());
        Assert.Empty(reply.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task Without_keys_nobody_is_more_than_anonymous()
    {
        await using var host = new TestHost(new Dictionary<string, string?> { ["AzureWebJobsMasterKey"] = null });
        var starting = host.StartAsync();
        await Eventually.EqualAsync(200, () => AnswerAsync(host, "api/hello/you"));
        foreach (var path in (string[])["api/keyed", "api/keyed?code=", "api/for-admins", "admin/host/status"])
            Assert.Equal(401, await host.StatusOfAsync(HttpMethod.Get, path));
        GC.KeepAlive(starting);
    }

    private static async Task<int> AnswerAsync(TestHost host, string path)
    {
        try
        {
            return await host.StatusOfAsync(HttpMethod.Get, path);
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
