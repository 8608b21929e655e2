using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FunctionsHost.Tests;

/// <summary>Requests on their way to the worker, and replies on theirs back.</summary>
public sealed class HttpTests(HttpHost fixture) : IClassFixture<HttpHost>
{
    private TestHost Host => fixture.Host;

    [Fact]
    public async Task A_body_of_known_length_arrives_with_its_length()
    {
        using var reply = await Host.SendAsync(HttpMethod.Post, "api/echo/x", new ByteArrayContent(new byte[100_000]));
        Assert.Equal(("100000", 100_000), (Header(reply, "X-Length"), (await reply.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task A_chunked_body_reaches_the_worker_as_it_comes()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Host.Url.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await WriteAsync("POST /api/echo/x?journal HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        await WriteAsync($"4E20\r\n{new string('x', 20_000)}\r\n");
        await Host.RanAsync("echo", 1);
        await WriteAsync("3\r\nend\r\n0\r\n\r\n");
        var head = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
            head.Add(line);
        Assert.Equal("HTTP/1.1 200 OK", head[0]);
        Assert.Contains("X-Length: unknown", head);
        await Eventually.EqualAsync(20_003, () => Task.FromResult(Host.RunsOf("echo").Sum(count => count.GetInt32())));

        Task WriteAsync(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();
    }

    [Fact]
    public async Task A_reply_reaches_the_client_as_it_comes()
    {
        using var reply = await Host.SendAsync(HttpMethod.Get, "api/pieces");
        await using var body = await reply.Content.ReadAsStreamAsync();
        var piece = new byte[3];
        await body.ReadExactlyAsync(piece);
        Assert.Equal("one"u8, piece);
        Host.Release("pieces");
        await body.ReadExactlyAsync(piece);
        Assert.Equal("two"u8, piece);
    }

    [Fact]
    public async Task A_reply_without_reading_the_body_arrives()
    {
        using var body = new StreamContent(new MemoryStream(new byte[500_000]));
        using var reply = await Host.SendAsync(HttpMethod.Put, "api/refuses", body);
        Assert.Equal(413, (int)reply.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_a_bare_500(bool isChunked)
    {
        using var body = new StreamContent(new MemoryStream(new byte[HttpHost.BodyLimit + 1]));
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/echo/x") { Content = body };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.ExpectContinue = true;
        using var reply = await Host.Client.SendAsync(request);
        Assert.Equal((500, ""), ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task An_exception_is_a_bare_500()
    {
        using var reply = await Host.SendAsync(HttpMethod.Get, "api/fails");
        Assert.Equal((500, ""), ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync()));
        await Eventually.EqualAsync(true, () => Task.FromResult(Host.Log.Contains("This function fails.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("GET", "chosen")]
    [InlineData("GET", "11111111-1111-1111-1111-111111111111")]
    [InlineData("GET", "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222")]
    [InlineData("GET", "")]
    [InlineData("PUT", "11111111-1111-1111-1111-111111111111")]
    public async Task Each_request_has_an_invocation_id_that_no_client_can_choose(string method, params string[] chosen)
    {
        var ids = new HashSet<string>(chosen);
        for (var i = 1; i <= 2; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "api/echo/x");
            request.Content = method == "PUT" ? new StringContent("content") : null;
            request.Headers.TryAddWithoutValidation("x-ms-invocation-id", chosen);
            using var reply = await Host.Client.SendAsync(request);
            Assert.Equal(200, (int)reply.StatusCode);
            var id = Header(reply, "X-Invocation");
            Assert.True(Guid.TryParse(id, out _));
            Assert.True(ids.Add(id));
        }
    }

    [Theory]
    [InlineData("a%20b?q=1&r=%20", "a%20b?q=1&r=%20")]
    [InlineData("q%3Fv", "q%3Fv")]
    [InlineData("pct%25done", "pct%25done")]
    [InlineData("s%2Fv", "s%252Fv")]
    [InlineData("s%252Fv", "s%252Fv")]
    [InlineData("%FF", "%25FF")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("x/../y/./z", "y/z")]
    [InlineData("a//b/", "a//b/")]
    [InlineData("%E2%82%AC", "%E2%82%AC")]
    public async Task Paths_reach_the_worker_as_the_real_host_sends_them(string path, string target)
    {
        var uri = new Uri($"{Host.Url}api/echo/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var reply = await Host.Client.GetAsync(uri);
        Assert.Equal($"/api/echo/{target}", Header(reply, "X-Target"));
    }

    [Fact]
    public async Task Headers_pass_also_those_with_several_values_and_in_utf8()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/echo/x");
        request.Headers.Add("X-Words", ["one", "two"]);
        using var reply = await Host.Client.SendAsync(request);
        Assert.Equal("one,two", string.Join(',', reply.Headers.GetValues("X-Words").SelectMany(value => value.Split(", "))));
        Assert.Equal("Kestrel", Header(reply, "Server"));
    }

    [Fact]
    public async Task Head_has_the_length_and_no_body()
    {
        using var reply = await Host.SendAsync(HttpMethod.Head, "api/hello/world");
        Assert.Equal((200, 11L), ((int)reply.StatusCode, reply.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task What_takes_too_long_is_a_504_and_is_cancelled()
    {
        Assert.Equal(504, await Host.StatusOfAsync(HttpMethod.Get, "api/hangs"));
        await Eventually.EqualAsync(true, () => Task.FromResult(Hangs().Contains("cancelled")));
    }

    [Fact]
    public async Task A_worker_that_does_not_answer_is_a_504_all_the_same()
    {
        await using var host = await TestHost.StartAsync(null, "--request-limit", $"{HttpHost.RequestLimit}");
        host.PauseWorkers();
        Assert.Equal(504, await host.StatusOfAsync(HttpMethod.Get, "api/hello/you"));
    }

    [Fact]
    public async Task A_request_that_can_not_be_forwarded_is_a_500_and_its_invocation_cancelled()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Host.Url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes("GET /api/echo/x HTTP/1.1\r\nHost: x\r\nX-Words: \u00e4\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 500 Internal Server Error", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_reply_that_has_begun_may_take_longer()
    {
        using var reply = await Host.SendAsync(HttpMethod.Get, "api/pieces?name=late");
        await using var body = await reply.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[3]);
        await Task.Delay(HttpHost.RequestLimit + TimeSpan.FromSeconds(1));
        Host.Release("late");
        await body.ReadExactlyAsync(new byte[3]);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_its_invocation()
    {
        var before = Hangs();
        using (var leaving = new CancellationTokenSource())
        {
            var request = Host.Client.GetAsync("api/hangs", leaving.Token);
            await Eventually.EqualAsync(Began(before) + 1, () => Task.FromResult(Began(Hangs())));
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        await Eventually.EqualAsync(before.Count + 2, () => Task.FromResult(Hangs().Count));
        Assert.Equal("cancelled", Hangs()[^1]);
        Assert.Equal("hello world", await Host.Client.GetStringAsync("api/hello/world"));
    }

    private List<string> Hangs() => [.. Host.RunsOf("hangs").Select(what => what.GetString()!)];

    private static int Began(List<string> hangs) => hangs.Count(what => what == "began");

    private static string Header(HttpResponseMessage reply, string name) => reply.Headers.GetValues(name).Single();
}
