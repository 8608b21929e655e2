namespace FunctionsHost.Tests;

/// <summary>Functions of <c>HttpRequestData</c>, in an app with the ASP.NET Core integration and in one without.</summary>
public sealed class HttpDataTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_and_reply_pass(bool withAspNetCore)
    {
        await using var host = await TestHost.StartAsync(
            new Dictionary<string, string?> { ["WITHOUT_ASPNETCORE"] = withAspNetCore ? null : "1" });
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/data/a%20b?q=1+2") { Content = new StringContent("text ☃") };
        request.Headers.Add("X-Words", "one");
        using var reply = await host.Client.SendAsync(request);
        Assert.Equal(
            (202, "one", "POST /api/data/a%20b?q=1+2 a b 1 2 text ☃"),
            ((int)reply.StatusCode, reply.Headers.GetValues("X-Words").Single(), await reply.Content.ReadAsStringAsync()));

        using var failure = await host.SendAsync(HttpMethod.Get, "api/data/fails");
        Assert.Equal((500, ""), ((int)failure.StatusCode, await failure.Content.ReadAsStringAsync()));
    }
}
