using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace NvDemo.Tests.Contracts;

/// <summary>Forms, what clients say of their files, names to save files by, and URLs that take only what they are for.</summary>
public abstract partial class HostContract
{
    [Fact]
    public async Task A_form_stores_its_files_each_with_a_status_of_its_own()
    {
        var folder = Key("form/");
        await Client.UploadAsync(folder + "there", [1]);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a field is no file"), "field" },
            { new ByteArrayContent("one"u8.ToArray()) { Headers = { ContentType = new("text/x-odd") } }, "file", "one.txt" },
            { new ByteArrayContent([]), "file", "übung/zwei.json" },
            { new ByteArrayContent([2]), "file", "there" },
            { new ByteArrayContent([3]), "file", "a//b" },
            { new ByteArrayContent([4]), "file", "a/../b" },
        };
        var reply = await Client.SendAsync("POST", $"/api/upload/{folder}", form, headers: ("If-None-Match", "*"));
        Assert.Equal(200, reply.Status);
        Assert.Equal(
            [
                (folder + "one.txt", 200),
                (folder + "übung/zwei.json", 200),
                (folder + "there", 412),
                (folder + "a//b", 400),
                (folder + "a/../b", 400),
            ],
            reply.Json.EnumerateArray().Select(item => (item.GetProperty("key").GetString(), item.GetProperty("status").GetInt32())));

        var one = await Client.DownloadAsync(folder + "one.txt");
        Assert.Equal(("one", "text/x-odd"), (one.Text, one.Header("Content-Type")));
        Assert.Equal(one.Header("ETag")?.Trim('"'), reply.Json[0].GetProperty("etag").GetString());
        Assert.NotNull(one.Header("Repr-Digest"));
        Assert.Equal("application/json", (await Client.DownloadAsync(folder + "übung/zwei.json")).Header("Content-Type"));
        Assert.Equal([1], (await Client.DownloadAsync(folder + "there")).Body);
        var listed = (await Client.GetAsync($"/api/list?prefix={folder}")).Json;
        Assert.Equal(3, listed.GetArrayLength());
    }

    [Fact]
    public async Task A_form_with_more_files_than_one_request_has_time_for_stores_none()
    {
        using var form = new MultipartFormDataContent();
        for (var i = 0; i <= 500; i++)
            form.Add(new ByteArrayContent([]), "file", $"{i}");
        AssertProblem(await Client.SendAsync("POST", $"/api/upload/{Key("many/")}", form), 400, "500 files");
        Assert.Empty((await Client.GetAsync($"/api/list?prefix={Key("many/")}")).Keys);
    }

    // https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    [Fact]
    public async Task A_form_may_have_a_file_with_a_quotation_mark_in_its_name()
    {
        var form = new StringContent("--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"5%22 disk.txt\"\r\n\r\n5\r\n--x--\r\n");
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("Multipart/Form-Data; boundary=x");
        Assert.Equal(200, (await Client.SendAsync("POST", $"/api/upload/{Key("form/")}", form)).Status);
        Assert.Equal("5", (await Client.DownloadAsync(Key("form/5\" disk.txt"))).Text);
    }

    [Fact]
    public async Task Files_of_a_form_are_stored_as_they_are_whatever_their_sizes()
    {
        var folder = Key("sizes/");
        byte[][] contents = [[], [13], .. ((int[])[65_536, 200_000, 1_500_000]).Select(RandomNumberGenerator.GetBytes)];
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < contents.Length; i++)
            form.Add(new ByteArrayContent(contents[i]), "file", $"{i}.bin");
        var reply = await Client.SendAsync("POST", $"/api/upload/{folder}", form);
        Assert.Equal(200, reply.Status);
        for (var i = 0; i < contents.Length; i++)
        {
            Assert.Equal(200, reply.Json[i].GetProperty("status").GetInt32());
            Assert.Equal(contents[i], (await Client.DownloadAsync($"{folder}{i}.bin")).Body);
        }
    }

    [Theory]
    [InlineData("form", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=f; filename=n\r\n\r\n1\r\n--x--\r\n", "slash")]
    [InlineData("form/", "text/plain", "x", "multipart/form-data")]
    [InlineData("form/", "multipart/form-data", "x", "boundary")]
    [InlineData("form/", "multipart/form-data; boundary={long}", "x", "boundary")]
    [InlineData("form/", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=f; filename=n\r\n\r\n1\r\n", "ends")]
    [InlineData("form/", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n1\r\n--x--\r\n", "name")]
    [InlineData("form/", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=f\r\n\r\n1\r\n--x--\r\n", "no file")]
    public async Task What_is_no_form_of_files_stores_nothing(string folder, string type, string body, string detail)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type.Replace("{long}", new string('x', 4100), StringComparison.Ordinal));
        AssertProblem(await Client.SendAsync("POST", $"/api/upload/{Key(folder)}", content), 400, detail);
        Assert.Equal("[]", (await Client.GetAsync($"/api/list?prefix={Key("form/")}")).Text);
    }

    [Fact]
    public async Task What_clients_say_of_a_file_is_kept_and_sent_with_it()
    {
        var path = "/" + Key("described");
        var uploaded = await Client.SendAsync(
            "PUT", "/api/upload" + path, new ByteArrayContent([1]), headers: [("Nv-Meta-Author", "A. Nonymous, Jr."), ("nv-meta-shelf-2", "x=y")]);
        Assert.Equal(200, uploaded.Status);
        foreach (var method in (string[])["GET", "HEAD"])
        {
            var reply = await Client.SendAsync(method, path);
            Assert.Equal(("A. Nonymous, Jr.", "x=y"), (reply.Header("Nv-Meta-Author"), reply.Header("Nv-Meta-Shelf-2")));
        }

        Assert.Equal(201, (await Client.SendAsync("POST", $"/api/copy{path}?to={Key("described-copy")}")).Status);
        Assert.Equal("x=y", (await Client.DownloadAsync(Key("described-copy"))).Header("Nv-Meta-Shelf-2"));
    }

    [Theory]
    [InlineData("Nv-Meta-a_b", "v", "a_b")]
    [InlineData("Nv-Meta-nv-upload", "v", "nv-")]
    [InlineData("Nv-Meta-Long", null, "1536")]
    public async Task What_can_not_be_kept_of_a_file_stores_nothing(string name, string? value, string detail)
    {
        var reply = await Client.SendAsync(
            "PUT", $"/api/upload/{Key("undescribed")}", new ByteArrayContent([1]), headers: (name, value ?? new string('x', 1600)));
        AssertProblem(reply, 400, detail);
        Assert.Equal(404, (await Client.DownloadAsync(Key("undescribed"))).Status);
    }

    [Theory]
    [InlineData("?download=Mein%20Bericht.txt", "Mein Bericht.txt")]
    [InlineData("?download=%C3%9Cbung%20%22%E2%82%AC%22%3B.txt", "Übung \"€\";.txt")]
    [InlineData("?download=", "saved.html")]
    public async Task A_file_is_saved_by_the_name_that_is_asked_for(string query, string name)
    {
        var key = Key("saved.html");
        await Client.UploadAsync(key, "text"u8.ToArray());
        var presigned = (await Client.GetAsync($"/api/download_presigned/{key}{query}")).Json.GetProperty("url").GetString()!;
        foreach (var header in (string[])[
            (await Client.GetAsync($"/{key}{query}")).Header("Content-Disposition")!,
            HttpUtility.ParseQueryString(new Uri(presigned).Query)["response-content-disposition"]!])
        {
            // RFC 6266, 4.3: filename* is preferred.
            var disposition = ContentDispositionHeaderValue.Parse(header);
            Assert.Equal(("attachment", name), (disposition.DispositionType, disposition.FileNameStar ?? disposition.FileName?.Trim('"')));
            Assert.All(header, character => Assert.InRange(character, ' ', '~'));
        }

        AssertProblem(await Client.GetAsync($"/{key}?download=a%0Ab"), 400, "download");
    }

    [Fact]
    public async Task A_url_to_upload_by_says_what_must_be_sent()
    {
        var content = "text"u8.ToArray();
        var sha256 = Convert.ToBase64String(SHA256.HashData(content));
        var query = $"?size=4&content_type=text/x-odd&sha256={Convert.ToHexString(SHA256.HashData(content))}&expires_in=60";
        var put = (await Client.SendAsync("GET", $"/api/upload_presigned/{Key("bound")}{query}", headers: ("If-None-Match", "*"))).Json;
        Assert.InRange(put.GetProperty("expires_in").GetInt64(), 50, 60);
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["Content-Length"] = "4",
                ["Content-Type"] = "text/x-odd",
                ["x-amz-checksum-sha256"] = sha256,
                ["If-None-Match"] = "*",
            },
            put.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()));
        var url = new Uri(put.GetProperty("url").GetString()!);
        Assert.Equal(
            "content-length;content-type;host;if-none-match;x-amz-checksum-sha256", HttpUtility.ParseQueryString(url.Query)["X-Amz-SignedHeaders"]);

        using var s3 = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(content) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "text/x-odd");
        request.Headers.TryAddWithoutValidation("x-amz-checksum-sha256", sha256);
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var stored = await s3.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        Assert.Equal("text/x-odd", (await Client.DownloadAsync(Key("bound"))).Header("Content-Type"));

        // Its event does not tell the type.
        await Eventually.EqualAsync(
            "text/x-odd",
            async () => (await Client.GetAsync($"/api/list?prefix={Key("bound")}")).Json.EnumerateArray().SingleOrDefault() is { ValueKind: JsonValueKind.Object } item
                ? item.GetProperty("content_type").GetString()
                : null);
    }

    [Theory]
    [InlineData("upload_presigned", "size=-1", "size")]
    [InlineData("upload_presigned", "size=5368709121", "multipart")]
    [InlineData("upload_presigned", "content_type=nonsense", "media type")]
    [InlineData("upload_presigned", "sha256=AAAA", "SHA-256")]
    [InlineData("upload_presigned", "expires_in=0", "expires_in")]
    [InlineData("download_presigned", "expires_in=3601", "3600")]
    public async Task A_url_is_not_signed_for_what_can_not_be(string route, string query, string detail)
    {
        await Client.UploadAsync(Key("unsigned"), [1]);
        AssertProblem(await Client.GetAsync($"/api/{route}/{Key("unsigned")}?{query}"), 400, detail);
    }
}
