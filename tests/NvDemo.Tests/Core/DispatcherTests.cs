using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.Core;
using NvDemo.Core.Http;
using NvDemo.Core.Ports;
using NvDemo.Core.Security;

namespace NvDemo.Tests.Core;

public sealed class DispatcherTests
{
    private static readonly RouteTable Table = new(
    [
        new("GET", "/health", Scopes.None, (_, _, _) => Task.FromResult(Reply.Json(200, "\"well\""))),
        new("GET", "/read", Scopes.Read, (_, _, _) => Task.FromResult(Reply.Json(200, "\"read\""))),
        new("PUT", "/write", Scopes.Write, (_, _, _) => Task.FromResult(new Reply(204))),
        new("GET", "/defect", Scopes.Read, (_, _, _) => throw new InvalidOperationException("at host db01: password=hunter2")),
        new("GET", "/outage", Scopes.Read, (_, _, _) => throw new DependencyUnavailableException("Postgres", new IOException("db01"))),
    ]);

    [Theory]
    [InlineData("GET", "/read", Scopes.Read, 200)]
    [InlineData("GET", "/read", Scopes.Write | Scopes.Delete, 403)]
    [InlineData("PUT", "/write", Scopes.Write, 204)]
    [InlineData("PUT", "/write", Scopes.Read, 403)]
    public async Task A_caller_may_do_what_the_scopes_say(string method, string path, Scopes scopes, int status) =>
        Assert.Equal(status, (await SendAsync(method, path, new Principal("u", scopes))).Status);

    [Fact]
    public async Task Without_an_authenticator_only_the_platforms_word_counts()
    {
        Assert.Equal(403, (await SendAsync("GET", "/read", principal: null)).Status);
        Assert.Equal(200, (await SendAsync("GET", "/health", principal: null)).Status);
    }

    [Theory]
    [InlineData("GET", "/health", 200)]
    [InlineData("POST", "/health", 405)]
    [InlineData("GET", "/health/", 403)]
    [InlineData("GET", "/x/../health", 403)]
    [InlineData("GET", "/%68ealth", 403)]
    [InlineData("GET", "/unknown", 403)]
    [InlineData("GET", "/%FF", 403)]
    public async Task Only_the_very_path_of_an_open_route_is_open(string method, string path, int status) =>
        Assert.Equal(status, (await SendAsync(method, path, principal: null)).Status);

    [Fact]
    public async Task A_defect_is_a_500_that_tells_nothing_of_the_inside()
    {
        var reply = await SendAsync("GET", "/defect");
        Assert.Equal(500, reply.Status);
        Assert.DoesNotContain("db01", Encoding.UTF8.GetString(reply.Bytes.Span));
        Assert.Equal("request-1", reply.Headers["X-Request-Id"]);
    }

    [Fact]
    public async Task An_outage_is_a_503_that_names_the_dependency()
    {
        var reply = await SendAsync("GET", "/outage");
        Assert.Equal((503, "2"), (reply.Status, reply.Headers["Retry-After"]));
        var detail = JsonDocument.Parse(reply.Bytes).RootElement.GetProperty("detail").GetString();
        Assert.Equal("Postgres is not available at the moment.", detail);
    }

    [Fact]
    public async Task A_head_reply_has_the_length_but_not_the_body()
    {
        var reply = await SendAsync("HEAD", "/read");
        Assert.Equal((200, 6, true), (reply.Status, reply.ContentLength, reply.Bytes.IsEmpty));
    }

    [Fact]
    public async Task Cors_is_off_unless_the_settings_name_the_origin()
    {
        var preflight = new Dictionary<string, string> { ["Origin"] = "https://app.example", ["Access-Control-Request-Method"] = "GET" };
        Assert.Equal(405, (await SendAsync("OPTIONS", "/read", headers: preflight)).Status);
        Assert.Equal(405, (await SendAsync("OPTIONS", "/read", headers: preflight, origins: ["https://other.example"])).Status);

        var allowed = await SendAsync("OPTIONS", "/read", headers: preflight, origins: ["https://app.example"]);
        Assert.Equal((204, "https://app.example"), (allowed.Status, allowed.Headers["Access-Control-Allow-Origin"]));
        Assert.Equal("GET, HEAD", allowed.Headers["Access-Control-Allow-Methods"]);
        var read = await SendAsync("GET", "/read", headers: preflight, origins: ["*"]);
        Assert.Equal("https://app.example", read.Headers["Access-Control-Allow-Origin"]);
    }

    private static Task<Reply> SendAsync(
        string method, string path, Principal? principal, Dictionary<string, string>? headers = null, string[]? origins = null)
    {
        var options = new ServiceOptions { Cloud = "aws", Bucket = "b", PublicUrl = new Uri("http://localhost/"), CorsOrigins = origins ?? [] };
        var dispatcher = new Dispatcher(Table, authenticator: null, options, NullLogger<Dispatcher>.Instance);
        var request = new Request { Method = method, Path = path, RequestId = "request-1", Principal = principal, Headers = headers ?? [] };
        return dispatcher.HandleAsync(request, CancellationToken.None);
    }

    private static Task<Reply> SendAsync(string method, string path, Dictionary<string, string>? headers = null, string[]? origins = null) =>
        SendAsync(method, path, new Principal("u", Scopes.All), headers, origins);
}
