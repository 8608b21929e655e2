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
        var (found, value) = Table.Find(path)!.Value;
        Assert.Equal((template, key), (found.Template, value));
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/lists")]
    [InlineData("/api/list/")]
    [InlineData("/api/upload")]
    public void Nothing_below_api_is_a_file(string path) => Assert.Null(Table.Find(path));

    [Fact]
    public void Allow_lists_every_method_of_the_template() => Assert.Equal("GET, HEAD, DELETE", Table.Find("/x")!.Value.Group.Allow);

    [Fact]
    public void What_says_what_it_can_do_is_not_open_for_that()
    {
        var table = new RouteTable([Route("OPTIONS", "/api/tus/"), Route("POST", "/api/tus/", Scopes.Write), Route("GET", "/health")]);
        Assert.Equal((false, true), (table.IsOpen("/api/tus/"), table.IsOpen("/health")));
    }

    private static Route Route(string method, string template, Scopes scope = Scopes.None) =>
        new($"{method} {template}", method, template, scope, (_, _) => Task.FromResult(new Response(200)));
}
