using NvDemo.Core;
using NvDemo.Core.Http;

namespace NvDemo.Tests.Core;

public sealed class RequestPathTests
{
    [Theory]
    [InlineData("/foo", "/foo")]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/a+b", "/a+b")]
    [InlineData("/q%3Fv", "/q?v")]
    [InlineData("/pct%25done", "/pct%done")]
    [InlineData("/100%", "/100%")]
    [InlineData("/%zz", "/%zz")]
    [InlineData("/%E4%BD%A0", "/你")]
    [InlineData("/%61pi/list", "/api/list")]
    public void Decodes_exactly_once(string sent, string decoded) => Assert.Equal(decoded, RequestPath.Decode(sent));

    [Theory]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/../../b", "/b")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/a/%2e%2E/b", "/b")]
    [InlineData("/a/.%2e/b", "/b")]
    [InlineData("/..", "/")]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/.hidden", "/.hidden")]
    [InlineData("/a//b", "/a//b")]
    public void Removes_dot_segments_before_anything_else(string sent, string decoded) => Assert.Equal(decoded, RequestPath.Decode(sent));

    [Theory]
    [InlineData("/a%2Fb")]
    [InlineData("/a%2fb")]
    [InlineData("/%FF")]
    [InlineData("/%C3")]
    [InlineData("/%ED%A0%80")]
    [InlineData("/%2525")]
    [InlineData("/%25FF")]
    [InlineData("/api/List/x%25ED%25A0%2580")]
    public void Refuses_what_does_not_arrive_the_same_everywhere(string sent) =>
        Assert.Throws<InvalidInputException>(() => RequestPath.Decode(sent));
}
