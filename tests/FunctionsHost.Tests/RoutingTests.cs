namespace FunctionsHost.Tests;

/// <summary>Which function answers: the real host's rules, not ASP.NET's.</summary>
public sealed class RoutingTests(HttpHost fixture) : IClassFixture<HttpHost>
{
    [Theory]
    [InlineData("api/hello/world", 200)]
    [InlineData("API/HELLO/world", 200)]
    [InlineData("api/hello/123", 404)]
    [InlineData("hello/world", 404)]
    [InlineData("api/keyed/more", 404)]
    [InlineData("nowhere", 404)]
    [InlineData("api/administration", 404)]
    public async Task A_route_has_the_prefix_and_its_constraints_hold(string path, int status)
    {
        using var reply = await fixture.Host.SendAsync(HttpMethod.Get, path);
        Assert.Equal(status, (int)reply.StatusCode);
        if (status == 404)
            await BareAsync(reply);
    }

    [Theory]
    [InlineData("POST", "api/hello/world")]
    [InlineData("PATCH", "api/hello/world")]
    [InlineData("TRACE", "api/hello/world")]
    [InlineData("BREW", "api/hello/world")]
    [InlineData("OPTIONS", "api/hello/world")]
    public async Task An_undeclared_method_is_a_bare_404_and_not_405(string method, string path)
    {
        using var reply = await fixture.Host.SendAsync(new HttpMethod(method), path);
        Assert.Equal(404, (int)reply.StatusCode);
        Assert.Empty(reply.Content.Headers.Allow);
        await BareAsync(reply);
    }

    [Fact]
    public async Task Functions_are_tried_in_the_order_of_their_names_not_of_how_specific_they_are()
    {
        Assert.Equal("order-1", await fixture.Host.Client.GetStringAsync("api/order/exact"));
        using var post = await fixture.Host.SendAsync(HttpMethod.Post, "api/order/exact");
        Assert.Equal("order-2", await post.Content.ReadAsStringAsync());
        Assert.Equal("order-1", await fixture.Host.Client.GetStringAsync("api/Order/other"));
    }

    [Fact]
    public async Task A_function_without_a_route_is_at_its_name() =>
        Assert.Equal(200, await fixture.Host.StatusOfAsync(HttpMethod.Get, "api/keyed", HttpHost.HostKey));

    [Theory]
    [InlineData("admin/anything")]
    [InlineData("ADMIN/Host/Status")]
    [InlineData("Admin/functions/hello")]
    [InlineData("Runtime/Webhooks/blobs")]
    public async Task Reserved_paths_want_the_master_key_whatever_their_case(string path)
    {
        Assert.Equal(401, await fixture.Host.StatusOfAsync(HttpMethod.Get, path));
        Assert.Equal(401, await fixture.Host.StatusOfAsync(HttpMethod.Get, path, HttpHost.HostKey));
        Assert.NotEqual(401, await fixture.Host.StatusOfAsync(HttpMethod.Get, path, TestHost.MasterKey));
    }

    [Fact]
    public async Task The_home_page_answers_where_no_function_has_the_root()
    {
        using var page = await fixture.Host.SendAsync(HttpMethod.Get, "");
        Assert.Equal((200, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?> { ["AzureWebJobsDisableHomepage"] = "true" });
        Assert.Equal(204, await host.StatusOfAsync(HttpMethod.Get, ""));
    }

    [Theory]
    [InlineData("The function 'rival-2' is in error: its route 'Rival' is another function's.")]
    [InlineData("The function 'reserved' is in error: its route 'Administration' conflicts with the host's own.")]
    public void A_function_whose_route_can_not_be_its_own_is_in_error(string message) => Assert.Contains(message, fixture.Host.Log);

    private static async Task BareAsync(HttpResponseMessage reply) =>
        Assert.Equal((0L, null, ""), (
            reply.Content.Headers.ContentLength, reply.Content.Headers.ContentType, await reply.Content.ReadAsStringAsync()));
}
