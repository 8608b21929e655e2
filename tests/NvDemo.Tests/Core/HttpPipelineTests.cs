using System.Text;
using System.Text.Json;
using NvDemo.Core;
using NvDemo.Core.Http;
using NvDemo.Core.Security;
using NvDemo.Core.Storage;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Core;

public sealed class HttpPipelineTests
{
    private static readonly Route[] Routes =
    [
        new("health", "GET", "/health", Scopes.None, (_, _) => Task.FromResult(Response.Json(200, "\"well\""))),
        new("read", "GET", "/read", Scopes.Read, (_, _) => Task.FromResult(Response.Json(200, "\"read\""))),
        new("write", "PUT", "/write", Scopes.Write, (_, _) => Task.FromResult(new Response(204))),
        new("upload", "PUT", "/api/upload/{key}", Scopes.Write, (_, _) => Task.FromResult(new Response(204))),
        new("defect", "GET", "/defect", Scopes.Read, (_, _) => throw new InvalidOperationException("at host db01: password=hunter2")),
        new("outage", "GET", "/outage", Scopes.Read, (_, _) =>
            throw new DependencyException("Postgres", DependencyFailure.OutOfReach, new IOException("db01"))),
        new("download", "GET", "/{key}", Scopes.Read, (_, _) => Task.FromResult(new Response(204))) { TakesNames = true },
        new("delete", "DELETE", "/{key}", Scopes.Delete, (_, _) => Task.FromResult(new Response(204))),
    ];

    [Theory]
    [InlineData("GET", "/read", Scopes.Read, 200)]
    [InlineData("GET", "/read", Scopes.Write | Scopes.Delete, 403)]
    [InlineData("PUT", "/write", Scopes.Write, 204)]
    [InlineData("PUT", "/write", Scopes.Read, 403)]
    public async Task A_caller_may_do_what_the_scopes_say(string method, string path, Scopes scopes, int status) =>
        Assert.Equal(status, (await SendAsync(method, path, new Principal("u", scopes))).Status);

    [Theory]
    [InlineData("PUT", "/api/upload/a/x", 204)]
    [InlineData("PUT", "/api/upload/%61/x", 204)]
    [InlineData("PUT", "/api/upload/b/../a/x", 204)]
    [InlineData("PUT", "/api/upload/a/../b", 403)]
    [InlineData("PUT", "/api/upload/a/%2e%2E/b", 403)]
    [InlineData("PUT", "/api/upload/ab/x", 403)]
    [InlineData("PUT", "/api/upload/x", 403)]
    [InlineData("PUT", "/api/upload/", 403)]
    [InlineData("GET", "/a/x", 204)]
    [InlineData("HEAD", "/b/x", 403)]
    [InlineData("GET", "/b/x", 403)]
    [InlineData("GET", "/x", 204)]
    [InlineData("DELETE", "/a/x", 204)]
    [InlineData("DELETE", "/b/x", 403)]
    [InlineData("DELETE", "/x", 403)]
    [InlineData("GET", "/read", 200)]
    [InlineData("POST", "/b/x", 405)]
    public async Task A_confined_caller_names_only_keys_inside_its_prefixes(string method, string path, int status)
    {
        var caller = new Principal("u", Scopes.All) { Prefixes = KeyPrefixes.Only(["a/", "c/"]) };
        Assert.Equal(status, (await SendAsync(method, path, caller)).Status);
    }

    // RFC 6797, 7.1 and 7.2.
    [Theory]
    [InlineData("https://files.example/", "/health", "max-age=31536000")]
    [InlineData("https://files.example/", "/read", "max-age=31536000")]
    [InlineData("https://files.example/", "/defect", "max-age=31536000")]
    [InlineData("http://127.0.0.1:7071/", "/health", null)]
    public async Task Where_clients_come_by_https_they_are_told_to_keep_to_it(string publicUrl, string path, string? expected)
    {
        var pipeline = TestPipeline.Create(new ServiceOptions { Cloud = "test", Bucket = "b", PublicUrl = new Uri(publicUrl) }, Routes);
        var response = await pipeline.AnswerAsync(new Request { Method = "GET", Path = path, RequestId = "r" });
        Assert.Equal(expected, response.Headers.GetValueOrDefault("Strict-Transport-Security"));
    }

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
        var response = await SendAsync("GET", "/defect");
        Assert.Equal(500, response.Status);
        Assert.DoesNotContain("db01", Encoding.UTF8.GetString(response.Bytes.Span));
        Assert.Equal("request-1", response.Headers["X-Request-Id"]);
    }

    [Theory]
    [InlineData(DependencyFailure.Misconfigured)]
    [InlineData(DependencyFailure.Unexpected)]
    public async Task What_trying_again_does_not_mend_is_no_outage(DependencyFailure failure)
    {
        var pipeline = TestPipeline.Create(Options(), new Route("refused", "GET", "/refused", Scopes.None, (_, _) => throw new DependencyException("S3", failure)));
        var response = await pipeline.AnswerAsync(new Request { Method = "GET", Path = "/refused", RequestId = "r" });
        Assert.Equal(500, response.Status);
        Assert.DoesNotContain("Retry-After", response.Headers.Keys);
    }

    [Fact]
    public async Task A_body_that_does_not_come_in_time_is_408()
    {
        var pipeline = TestPipeline.Create(Options(), new Route("slow", "PUT", "/slow", Scopes.None, (_, _) => throw new UnreadableBodyException(isTooSlow: true)));
        Assert.Equal(408, (await pipeline.AnswerAsync(new Request { Method = "PUT", Path = "/slow", RequestId = "r" })).Status);
    }

    [Fact]
    public async Task An_outage_is_a_503_that_names_the_dependency()
    {
        var response = await SendAsync("GET", "/outage");
        Assert.Equal((503, "2"), (response.Status, response.Headers["Retry-After"]));
        var detail = JsonDocument.Parse(response.Bytes).RootElement.GetProperty("detail").GetString();
        Assert.Equal("Postgres is not available at the moment.", detail);
    }

    [Theory]
    [InlineData("get", "/read")]
    [InlineData("Get", "/read")]
    public async Task Methods_are_case_sensitive(string method, string path) => Assert.Equal(405, (await SendAsync(method, path)).Status);

    [Fact]
    public async Task A_head_response_has_the_length_but_not_the_body()
    {
        var response = await SendAsync("HEAD", "/read");
        Assert.Equal((200, 6, true), (response.Status, response.ContentLength, response.Bytes.IsEmpty));
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

    [Theory]
    [InlineData("Access-Control-Request-Method", "OPTIONS, POST")]
    [InlineData("X-Other", null)]
    public async Task A_path_with_an_answer_to_options_permits_what_that_allows(string header, string? permitted)
    {
        var pipeline = TestPipeline.Create(
            Options(["https://app.example"]),
            new Route("describe", "OPTIONS", "/described", Scopes.None, (_, _) => Task.FromResult(new Response(204).With("Allow", "OPTIONS, POST").With("Own", "x"))));
        var headers = new Dictionary<string, string> { ["Origin"] = "https://app.example", [header] = "POST" };
        var response = await pipeline.AnswerAsync(new Request { Method = "OPTIONS", Path = "/described", RequestId = "r", Headers = headers });
        Assert.Equal((204, "x", permitted), (response.Status, response.Headers["Own"], response.Headers.GetValueOrDefault("Access-Control-Allow-Methods")));
        Assert.Equal("https://app.example", response.Headers["Access-Control-Allow-Origin"]);
    }

    private static ServiceOptions Options(string[]? origins = null) =>
        new() { Cloud = "aws", Bucket = "b", PublicUrl = new Uri("http://localhost/"), CorsOrigins = origins ?? [] };

    private static Task<Response> SendAsync(
        string method, string path, Principal? principal, Dictionary<string, string>? headers = null, string[]? origins = null)
    {
        var request = new Request { Method = method, Path = path, RequestId = "request-1", Principal = principal, Headers = headers ?? [] };
        return TestPipeline.Create(Options(origins), Routes).AnswerAsync(request);
    }

    private static Task<Response> SendAsync(string method, string path, Dictionary<string, string>? headers = null, string[]? origins = null) =>
        SendAsync(method, path, new Principal("u", Scopes.All), headers, origins);
}
