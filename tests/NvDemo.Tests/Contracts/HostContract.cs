using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What the service must answer on every cloud, whatever stands between it and the client. It takes any base URL.</summary>
public abstract partial class HostContract(Uri cloud, string name) : IDisposable
{
    private const int InlineLimit = 4 * 1024 * 1024;

    private readonly string _folder = $"{name}-{Guid.NewGuid():N}";

    protected CloudClient Client { get; } = new(cloud);

    public void Dispose()
    {
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(OddKeys.Theory), MemberType = typeof(OddKeys))]
    public async Task Every_odd_key_goes_round(string key)
    {
        if (key.Length < 900)
            key = $"{_folder}/{key}";
        var content = Encoding.UTF8.GetBytes(key);
        var uploaded = await Client.UploadAsync(key, content, "text/plain; charset=utf-8");
        Assert.Equal((200, "\"File uploaded\"", "/" + OddKeys.Encode(key)), (uploaded.Status, uploaded.Text, uploaded.Header("Location")));

        var downloaded = await Client.DownloadAsync(key);
        Assert.Equal((200, key), (downloaded.Status, downloaded.Text));
        Assert.Equal("text/plain; charset=utf-8", downloaded.Header("Content-Type"));
        Assert.Equal(uploaded.Header("ETag"), downloaded.Header("ETag"));

        var listed = await Client.GetAsync($"/api/list?prefix={Uri.EscapeDataString(key)}");
        Assert.Equal(key, listed.Keys[0]);
        Assert.Equal(key.Split('/')[^1], listed.Json[0].GetProperty("filename").GetString());
        Assert.Equal(content.Length, listed.Json[0].GetProperty("size").GetInt32());
        Assert.EndsWith("/" + OddKeys.Encode(key), listed.Json[0].GetProperty("url").GetString());

        Assert.Equal(204, (await Client.DeleteAsync(key)).Status);
        Assert.Equal(404, (await Client.DownloadAsync(key)).Status);
        Assert.Empty((await Client.GetAsync($"/api/list?prefix={Uri.EscapeDataString(key)}")).Keys);
        Assert.Equal(204, (await Client.DeleteAsync(key)).Status);
    }

    // The Functions host's own header, with which a client of the real one can stall its request: tests/FunctionsHost/README.md.
    [Theory]
    [InlineData("chosen")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("")]
    public async Task An_invocation_id_of_the_clients_own_changes_nothing(string id)
    {
        (string, string)[] headers = [("x-ms-invocation-id", id), ("X-Ms-Invocation-Id", "another")];
        Assert.Equal(200, (await Client.SendAsync("GET", "/health", authorization: null, headers: headers)).Status);
        Assert.Equal(401, (await Client.SendAsync("GET", "/api/list", authorization: null, headers: headers)).Status);
        var uploaded = await Client.SendAsync(
            "PUT", "/api/upload/" + OddKeys.Encode(Key("invocation")), new ByteArrayContent("content"u8.ToArray()), headers: headers);
        Assert.Equal(200, uploaded.Status);
        Assert.Equal("content", (await Client.SendAsync("GET", "/" + OddKeys.Encode(Key("invocation")), headers: headers)).Text);
    }

    // RFC 9112, 3: whitespace may be taken for the one space that is due, and is never a part of the target.
    [Theory]
    [InlineData(" /health")]
    [InlineData("/health HTTP/1.1")]
    [InlineData("/some file")]
    public async Task A_request_line_with_another_space_is_refused(string target) =>
        Assert.Equal(400, await StatusAsync("GET", target, []));

    [Fact]
    public async Task A_space_after_the_target_is_refused_or_ignored() =>
        Assert.Contains(await StatusAsync("GET", "/health ", []), (int[])[200, 400]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(InlineLimit)]
    public async Task Binary_content_stays_as_it_is(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        Assert.Equal(200, (await Client.UploadAsync(Key("binary"), content)).Status);
        var downloaded = await Client.DownloadAsync(Key("binary"));
        Assert.Equal(content, downloaded.Body);
        Assert.Equal("application/octet-stream", downloaded.Header("Content-Type"));
        Assert.Equal(size.ToString(CultureInfo.InvariantCulture), downloaded.Header("Nv-Size"));
    }

    [Theory]
    [InlineData(10, 200)]
    [InlineData(InlineLimit, 200)]
    [InlineData(InlineLimit + 1, 413)]
    public async Task Chunked_uploads_work_up_to_the_limit(int size, int status)
    {
        var key = Key("chunked");
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var body = new StreamContent(new Contracts.ForwardOnlyStream(content));
        var uploaded = await Client.SendAsync("PUT", $"/api/upload/{key}", body, headers: ("Transfer-Encoding", "chunked"));
        Assert.Equal(status, uploaded.Status);
        var downloaded = await Client.DownloadAsync(key);
        if (status == 200)
            Assert.Equal(content, downloaded.Body);
        else
            Assert.Equal(404, downloaded.Status);
    }

    [Fact]
    public async Task Over_the_limit_a_file_takes_the_presigned_way_in_both_directions()
    {
        var key = Key("large file");
        var content = new byte[InlineLimit + 1];
        new Random(1).NextBytes(content);
        var refused = await Client.UploadAsync(key, content);
        AssertProblem(refused, 413, $"/api/upload_presigned/{OddKeys.Encode(key)} | jq -r .url)\"");
        Assert.Equal(404, (await Client.DownloadAsync(key)).Status);

        using var s3 = new HttpClient();
        var put = (await Client.GetAsync($"/api/upload_presigned/{OddKeys.Encode(key)}")).Json;
        Assert.Equal("PUT", put.GetProperty("method").GetString());
        using (var stored = await s3.PutAsync(new Uri(put.GetProperty("url").GetString()!), new ByteArrayContent(content)))
            Assert.Equal(HttpStatusCode.OK, stored.StatusCode);

        var redirect = await Client.DownloadAsync(key);
        Assert.Equal((302, content.Length.ToString(CultureInfo.InvariantCulture)), (redirect.Status, redirect.Header("Nv-Size")));
        Assert.Equal(content, await s3.GetByteArrayAsync(new Uri(redirect.Header("Location")!)));
        // Conditions come first.
        var etag = (await Client.SendAsync("GET", $"/{OddKeys.Encode(key)}", headers: ("Range", "bytes=0-0"))).Header("ETag")!;
        foreach (var method in (string[])["GET", "HEAD"])
        {
            Assert.Equal(304, (await Client.SendAsync(method, $"/{OddKeys.Encode(key)}", headers: ("If-None-Match", etag))).Status);
            Assert.Equal(412, (await Client.SendAsync(method, $"/{OddKeys.Encode(key)}", headers: ("If-Match", "\"another\""))).Status);
        }

        var head = await Client.SendAsync("HEAD", $"/{OddKeys.Encode(key)}");
        using (var asked = await s3.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(head.Header("Location")!))))
            Assert.Equal(content.Length, asked.Content.Headers.ContentLength);

        var part = await Client.SendAsync("GET", $"/{OddKeys.Encode(key)}", headers: ("Range", "bytes=1-3"));
        Assert.Equal((206, content.Length.ToString(CultureInfo.InvariantCulture)), (part.Status, part.Header("Nv-Size")));
        Assert.Equal(content[1..4], part.Body);

        var get = (await Client.GetAsync($"/api/download_presigned/{OddKeys.Encode(key)}")).Json;
        Assert.Equal("GET", get.GetProperty("method").GetString());
        Assert.Equal(content, await s3.GetByteArrayAsync(new Uri(get.GetProperty("url").GetString()!)));
    }

    [Theory]
    [InlineData("not a type")]
    [InlineData("text")]
    [InlineData("text/plain; charset=")]
    public async Task A_content_type_that_is_none_is_refused_and_nothing_is_stored(string type)
    {
        var body = new ByteArrayContent([1]);
        AssertProblem(await Client.SendAsync("PUT", $"/api/upload/{Key("typed")}", body, headers: ("Content-Type", type)), 400, "Content-Type");
        Assert.Equal(404, (await Client.DownloadAsync(Key("typed"))).Status);
    }

    [Theory]
    [InlineData("bytes 5-9/10")]
    [InlineData("bytes */10")]
    [InlineData("nonsense")]
    public async Task A_part_is_not_taken_for_the_whole_file(string range)
    {
        await Client.UploadAsync(Key("whole"), "0123456789"u8.ToArray());
        var part = await Client.SendAsync("PUT", $"/api/upload/{Key("whole")}", new ByteArrayContent("56789"u8.ToArray()), headers: ("Content-Range", range));
        AssertProblem(part, 400, "Content-Range");
        Assert.Equal("0123456789", (await Client.DownloadAsync(Key("whole"))).Text);
    }

    [Fact]
    public async Task File_content_can_not_act_for_its_reader()
    {
        await Client.UploadAsync(Key("page.html"), "<script>alert(1)</script>"u8.ToArray(), "text/html");
        var page = await Client.DownloadAsync(Key("page.html"));
        Assert.Equal("text/html", page.Header("Content-Type"));
        Assert.Equal("sandbox", page.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("bytes", page.Header("Accept-Ranges"));
        Assert.Equal("private, no-cache", page.Header("Cache-Control"));
        Assert.NotNull(page.Header("Last-Modified"));
        Assert.NotNull(page.Header("X-Request-Id"));
        Assert.Equal(name, page.Header("X-Nv-Cloud"));
    }

    [Theory]
    [InlineData("7f0c2f4e-9a53-4a5f-8d59-0c4f6b1c9b6e", true)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)]
    [InlineData("ticket:4711@desk.example", true)]
    [InlineData("two words", false)]
    [InlineData("<b>", false)]
    public async Task A_clients_own_request_id_is_kept_if_it_is_fit_for_a_log(string id, bool isKept)
    {
        foreach (var path in (string[])["/api/list?limit=1", "/no-such-file"])
            Assert.Equal(isKept, id == (await Client.SendAsync("GET", path, headers: ("X-Request-Id", id))).Header("X-Request-Id"));
    }

    [Fact]
    public async Task A_filename_finds_its_file_where_there_is_only_one()
    {
        var filename = Guid.NewGuid().ToString("N");
        AssertProblem(await Client.GetAsync($"/{filename}"), 404, "No results found");
        await Client.UploadAsync($"{_folder}/a/{filename}", "a"u8.ToArray());
        Assert.Equal("a", (await Client.GetAsync($"/{filename}")).Text);
        Assert.Contains(filename, (await Client.GetAsync($"/api/download_presigned/{filename}")).Json.GetProperty("url").GetString());

        await Client.UploadAsync($"{_folder}/b/{filename}", "b"u8.ToArray());
        var several = await Client.GetAsync($"/{filename}");
        AssertProblem(several, 409, filename);
        Assert.Equal(
            [$"{_folder}/a/{filename}", $"{_folder}/b/{filename}"],
            several.Json.GetProperty("candidates").EnumerateArray().Select(candidate => candidate.GetString()));

        await Client.UploadAsync(filename, "full"u8.ToArray());
        Assert.Equal("full", (await Client.GetAsync($"/{filename}")).Text);
    }

    [Fact]
    public async Task The_list_comes_in_pages_linked_by_their_header()
    {
        string[] keys = [.. Enumerable.Range(0, 5).Select(i => Key($"page {i}"))];
        foreach (var key in keys)
            await Client.UploadAsync(key, []);

        var seen = new List<string>();
        var path = $"/api/list?limit=2&prefix={Uri.EscapeDataString(_folder)}";
        for (var pages = 0; path is not null && pages < 10; pages++)
        {
            var page = await Client.GetAsync(path);
            Assert.Equal("application/json", page.Header("Content-Type"));
            seen.AddRange(page.Keys);
            path = page.Header("Link") is { } link ? new Uri(link[1..link.IndexOf('>')]).PathAndQuery : null;
        }

        Assert.Equal(keys, seen);
    }

    [Fact]
    public async Task A_list_folds_what_lies_deeper_and_its_pages_go_on_after_a_folder()
    {
        foreach (var name in (string[])["a", "b/1", "b/2", "b", "c"])
            await Client.UploadAsync(Key(name), []);
        var path = $"/api/list?limit=3&delimiter=/&prefix={_folder}/";
        var first = await Client.GetAsync(path);
        Assert.Equal([Key("a"), Key("b"), Key("b/")], Items(first));
        var link = first.Header("Link")!;
        Assert.Contains("&delimiter=/", link);
        Assert.Equal([Key("c")], Items(await Client.GetAsync(new Uri(link[1..link.IndexOf('>')]).PathAndQuery)));

        static IEnumerable<string?> Items(CloudReply page) => page.Json.EnumerateArray().Select(
            item => (item.TryGetProperty("prefix", out var prefix) ? prefix : item.GetProperty("prefix_path")).GetString());
    }

    [Fact]
    public async Task A_list_is_sent_again_only_if_it_has_changed()
    {
        await Client.UploadAsync(Key("one"), []);
        var path = $"/api/list?prefix={_folder}/";
        var tag = (await Client.GetAsync(path)).Header("ETag")!;
        var same = await Client.SendAsync("GET", path, headers: ("If-None-Match", tag));
        Assert.Equal((304, tag, 0), (same.Status, same.Header("ETag"), same.Body.Length));
        Assert.Equal(412, (await Client.SendAsync("GET", path, headers: ("If-Match", "\"other\""))).Status);
        await Client.UploadAsync(Key("two"), []);
        Assert.Equal([Key("one"), Key("two")], (await Client.SendAsync("GET", path, headers: ("If-None-Match", tag))).Keys);
    }

    [Fact]
    public async Task Of_a_parameter_the_last_counts_and_its_name_has_a_case()
    {
        await Client.UploadAsync(Key("one"), []);
        Assert.Equal([Key("one")], (await Client.GetAsync($"/api/list?prefix=none&prefix={_folder}&PREFIX=none&Limit=0")).Keys);
        Assert.Empty((await Client.GetAsync($"/api/list?prefix={_folder}&prefix={_folder}%2Bnone")).Keys);
    }

    [Fact]
    public async Task A_list_item_has_these_members_in_this_order()
    {
        await Client.UploadAsync(Key("a b"), "x"u8.ToArray(), "text/plain");
        var item = (await Client.GetAsync($"/?prefix={_folder}")).Json[0];
        Assert.Equal(
            ["filename", "prefix_path", "s3_bucket", "url", "date_added", "size", "content_type", "etag", "sha256"],
            item.EnumerateObject().Select(member => member.Name));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", item.GetProperty("date_added").GetString());
        Assert.Equal("text/plain", item.GetProperty("content_type").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("x"u8)), item.GetProperty("sha256").GetString());
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("", 401)]
    [InlineData("Basic bnZjbGllbnQ6d3Jvbmc=", 403)]
    [InlineData("Basic !!!", 403)]
    [InlineData("Basic", 403)]
    [InlineData("Bearer bnZjbGllbnQ6bXlzZWNyZXRrZXk=", 403)]
    [InlineData("garbage", 403)]
    public async Task Without_the_right_credentials_there_is_nothing_to_see(string? authorization, int status)
    {
        foreach (var (method, path) in ((string, string)[])[("GET", "/"), ("GET", "/x"), ("PUT", "/api/upload/x"), ("DELETE", "/x"), ("GET", "/api/unknown")])
        {
            var reply = await Client.SendAsync(method, path, method == "PUT" ? new ByteArrayContent([1]) : null, authorization);
            AssertProblem(reply, status, status == 401 ? "Credentials are required" : "not valid");
            Assert.Equal(status == 401 ? "Basic realm=\"nv-demo\"" : null, reply.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task A_second_colon_belongs_to_the_password() =>
        Assert.Equal(403, (await Client.SendAsync("GET", "/", authorization: CloudClient.Basic("nvclient:mysecretkey:anything"))).Status);

    [Theory]
    [InlineData("GET", "/api/unknown", 404, "route")]
    [InlineData("GET", "/api", 404, "route")]
    [InlineData("PUT", "/api/upload", 404, "route")]
    [InlineData("GET", "/api/download_presigned/none/such", 404, "No results found")]
    [InlineData("PUT", "/api/upload/", 400, "empty")]
    [InlineData("PUT", "/api/upload/a//b", 400, "slash")]
    [InlineData("PUT", "/api/upload/a/", 400, "slash")]
    [InlineData("PUT", "/api/upload/a%5Cb", 400, "backslash")]
    [InlineData("PUT", "/api/upload/a%0Ab", 400, "control character")]
    [InlineData("PUT", "/api/upload/a%2Fb", 400, "encoded slash")]
    [InlineData("PUT", "/api/upload/a%252Fb", 400, "encoded slash")]
    [InlineData("PUT", "/api/upload/a%2520b", 400, "encoded slash")]
    [InlineData("PUT", "/api/upload/%FF", 400, "encoded slash")]
    [InlineData("PUT", "/api/upload/api/x", 400, "'api'")]
    [InlineData("PUT", "/api/upload/health", 400, "'health'")]
    [InlineData("GET", "/api/upload_presigned/.well-known/x", 400, "'.well-known'")]
    [InlineData("PUT", "/api/upload/Admin/x", 400, "'Admin'")]
    [InlineData("PUT", "/api/upload/.nv/x", 400, "'.nv'")]
    [InlineData("DELETE", "/UI/x", 400, "'UI'")]
    [InlineData("GET", "/.nv/x", 400, "'.nv'")]
    [InlineData("GET", "/a%2Fb", 400, "encoded slash")]
    [InlineData("GET", "/no-such-file%EF%BF%BE", 404, "No results found")]
    [InlineData("GET", "/no/such/file%EF%BF%BF", 404, "No results found")]
    [InlineData("GET", "/api/list?limit=0", 400, "limit")]
    [InlineData("GET", "/api/list?limit=1001", 400, "limit")]
    [InlineData("GET", "/api/list?cursor=nonsense", 400, "cursor")]
    [InlineData("GET", "/api/list?cursor=OmE", 400, "cursor")]
    [InlineData("GET", "/api/list?prefix=a&cursor=MTph", 400, "cursor")]
    [InlineData("GET", "/api/list?delimiter=", 400, "delimiter")]
    [InlineData("GET", "/api/list?delimiter=%7C", 400, "delimiter")]
    public async Task Refusals_say_what_is_wrong(string method, string path, int status, string detail) =>
        AssertProblem(await Client.SendAsync(method, path, method == "PUT" ? new ByteArrayContent([1]) : null), status, detail);

    [Theory]
    [InlineData("POST", "/", "GET, HEAD")]
    [InlineData("PUT", "/x", "GET, HEAD, DELETE")]
    [InlineData("PATCH", "/x", "GET, HEAD, DELETE")]
    [InlineData("GET", "/api/upload/x", "PUT, POST")]
    [InlineData("DELETE", "/api/list", "GET, HEAD")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("OPTIONS", "/x", "GET, HEAD, DELETE")]
    public async Task A_method_that_a_path_does_not_have_is_405(string method, string path, string allow)
    {
        var reply = await Client.SendAsync(method, path);
        AssertProblem(reply, 405, method);
        Assert.Equal(allow, reply.Header("Allow"));
    }

    [Fact]
    public async Task Dot_segments_are_gone_before_routing()
    {
        await Client.UploadAsync(Key("dots"), "dots"u8.ToArray());
        Assert.Equal("dots", (await Client.GetAsync($"/x/../{Key("dots")}")).Text);
        Assert.Equal("dots", (await Client.GetAsync($"/%2e%2E/./{Key("dots")}")).Text);
        Assert.Equal(404, (await Client.SendAsync("PUT", "/api/upload/../x", new ByteArrayContent([1]))).Status);
    }

    [Fact]
    public async Task Health_is_open_and_names_the_cloud()
    {
        var health = await Client.SendAsync("GET", "/health", authorization: null);
        Assert.Equal((200, "ok", name), (health.Status, health.Json.GetProperty("status").GetString(), health.Json.GetProperty("cloud").GetString()));
        Assert.Equal(
            ["postgres", "s3", "redis"], health.Json.GetProperty("checks").EnumerateObject().Select(check => check.Name));
        Assert.Equal(200, (await Client.SendAsync("GET", "/health", authorization: "garbage")).Status);
    }

    protected static void AssertProblem(CloudReply reply, int status, string detail)
    {
        Assert.True(status == reply.Status, reply.ToString());
        Assert.Equal("application/problem+json", reply.Header("Content-Type"));
        Assert.Equal(["type", "title", "status", "detail", "message"], reply.Json.EnumerateObject().Select(member => member.Name).Take(5));
        Assert.Equal(status, reply.Json.GetProperty("status").GetInt32());
        Assert.Contains(detail, reply.Json.GetProperty("detail").GetString());
        Assert.Equal(reply.Json.GetProperty("detail").GetString(), reply.Json.GetProperty("message").GetString());
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.NotNull(reply.Header("X-Request-Id"));
        Assert.NotNull(reply.Header("X-Nv-Cloud"));
    }

    private string Key(string filename) => $"{_folder}/{filename}";
}
