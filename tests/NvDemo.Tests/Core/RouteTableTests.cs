using NvDemo.Core.Http;
using NvDemo.Core.Security;

namespace NvDemo.Tests.Core;

public sealed class RouteTableTests
{
    private static readonly RouteTable Table = new(
    [
        Route("GET", "/"), Route("GET", "/health"), Route("GET", "/api/list"), Route("PUT", "/api/upload/{key}"), Route("GET", "/{key}"),
        Route("DELETE", "/{key}"),
    ]);

    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/health", "/health", "")]
    [InlineData("/health/x", "/{key}", "health/x")]
    [InlineData("/api/upload/a/b", "/api/upload/{key}", "a/b")]
    [InlineData("/api/upload/", "/api/upload/{key}", "")]
    [InlineData("/a/b", "/{key}", "a/b")]
    [InlineData("/apix", "/{key}", "apix")]
    public void The_first_template_that_fits_decides(string path, string template, string key)
    {
        var (routes, found) = Table.Find(path);
        Assert.All(routes, route => Assert.Equal(template, route.Template));
        Assert.NotEmpty(routes);
        Assert.Equal(key, found);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/lists")]
    [InlineData("/api/list/")]
    [InlineData("/api/upload")]
    public void Nothing_below_api_is_a_file(string path) => Assert.Empty(Table.Find(path).Routes);

    [Fact]
    public void Allow_lists_every_method_of_the_template() => Assert.Equal("GET, HEAD, DELETE", RouteTable.Allow(Table.Find("/x").Routes));

    private static Route Route(string method, string template) => new(method, template, Scopes.None, (_, _, _) => Task.FromResult(new Reply(200)));
}
