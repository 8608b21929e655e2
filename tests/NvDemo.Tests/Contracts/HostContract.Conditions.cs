using System.Globalization;
using System.Text;

namespace NvDemo.Tests.Contracts;

/// <summary>Ranges and conditions: RFC 9110, sections 13 and 14.</summary>
public abstract partial class HostContract
{
    [Theory]
    [InlineData("POST", "/api/tus/")]
    [InlineData("DELETE", "/api/tus/none")]
    [InlineData("POST", "/api/multipart/{key}")]
    [InlineData("DELETE", "/api/multipart/{key}?upload_id=none")]
    [InlineData("POST", "/api/undelete/{key}")]
    [InlineData("POST", "/api/delete?prefix={key}")]
    public async Task A_condition_that_nothing_could_hold_is_refused(string method, string path)
    {
        var key = Key("unconditional");
        (string, string)[] all =
        [
            ("If-None-Match", "*"), ("Tus-Resumable", "1.0.0"), ("Upload-Length", "1"),
            ("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(key))}"),
        ];
        var body = method == "POST" && !path.Contains("tus", StringComparison.Ordinal) ? new StringContent("""{"size":1}""", Encoding.UTF8, "application/json") : null;
        AssertProblem(await Client.SendAsync(method, path.Replace("{key}", key, StringComparison.Ordinal), body, "demo", all), 400, "conditions");
    }

    [Fact]
    public async Task Ranges_and_conditions_are_those_of_http()
    {
        var path = "/" + Key("digits");
        var etag = (await Client.UploadAsync(Key("digits"), "0123456789"u8.ToArray(), "text/plain")).Header("ETag")!;

        var range = await Client.SendAsync("GET", path, headers: ("Range", "bytes=2-4"));
        Assert.Equal((206, "234", "bytes 2-4/10", "10"), (range.Status, range.Text, range.Header("Content-Range"), range.Header("Nv-Size")));
        AssertProblem(await Client.SendAsync("GET", path, headers: ("Range", "bytes=10-")), 416, "range");

        var unchanged = await Client.SendAsync("GET", path, headers: ("If-None-Match", etag));
        Assert.Equal((304, etag, ""), (unchanged.Status, unchanged.Header("ETag"), unchanged.Text));
        AssertProblem(await Client.SendAsync("GET", path, headers: ("If-Match", "\"other\"")), 412, "precondition");
        Assert.Equal(200, (await Client.SendAsync("GET", path, headers: ("If-Match", etag))).Status);
        var later = DateTime.UtcNow.AddMinutes(1).ToString("R", CultureInfo.InvariantCulture);
        Assert.Equal(304, (await Client.SendAsync("GET", path, headers: ("If-Modified-Since", later))).Status);

        var head = await Client.SendAsync("HEAD", path);
        Assert.Equal((200, "", "10", "text/plain", etag), (head.Status, head.Text, head.Header("Nv-Size"), head.Header("Content-Type"), head.Header("ETag")));
        Assert.Equal((404, ""), (await Client.SendAsync("HEAD", path + "x")) is var missing ? (missing.Status, missing.Text) : default);

        Assert.Equal(304, (await Client.SendAsync("GET", path, headers: ("If-None-Match", "W/" + etag))).Status);
        var earlier = DateTime.UtcNow.AddDays(-1).ToString("R", CultureInfo.InvariantCulture);
        AssertProblem(await Client.SendAsync("GET", path, headers: ("If-Unmodified-Since", earlier)), 412, "precondition");

        var again = new ByteArrayContent("other"u8.ToArray());
        AssertProblem(await Client.SendAsync("PUT", $"/api/upload{path}", again, headers: ("If-None-Match", "*")), 412, "precondition");
        Assert.Equal("0123456789", (await Client.GetAsync(path)).Text);
    }

    public static TheoryData<string, string, int, int, int> Conditions => new()
    {
        // Of a file that is there, with the tag {etag}: GET, PUT, DELETE (RFC 9110, 13.2.2).
        { "If-Match", "{etag}", 200, 200, 204 },
        { "If-Match", "\"x\"", 412, 412, 412 },
        { "If-Match", "W/{etag}", 412, 412, 412 },
        { "If-Match", "\"x\", {etag}", 200, 200, 204 },
        { "If-Match", "*", 200, 200, 204 },
        { "If-None-Match", "{etag}", 304, 412, 412 },
        { "If-None-Match", "W/{etag}", 304, 412, 412 },
        { "If-None-Match", "\"x\", {etag}", 304, 412, 412 },
        { "If-None-Match", "*", 304, 412, 412 },
        { "If-None-Match", "\"x\"", 200, 200, 204 },
        { "If-Unmodified-Since", "Fri, 31 Dec 2100 23:59:59 GMT", 200, 200, 204 },
        { "If-Unmodified-Since", "Sun, 01 May 2022 12:11:48 GMT", 412, 412, 412 },
        { "If-Unmodified-Since", "Sun May  1 12:11:48 2022", 412, 412, 412 },
        { "If-Unmodified-Since", "yesterday", 200, 200, 204 },
        { "If-Modified-Since", "Fri, 31 Dec 2100 23:59:59 GMT", 304, 200, 204 },
        { "If-Modified-Since", "Sun May  1 12:11:48 2022", 200, 200, 204 },
        { "If-Match", "no tag", 400, 400, 400 },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task No_method_does_what_a_condition_forbids(string header, string value, int get, int put, int delete)
    {
        var key = Key($"conditions-{Guid.NewGuid():N}");
        var etag = (await Client.UploadAsync(key, "old"u8.ToArray())).Header("ETag")!;
        (string, string) condition = (header, value.Replace("{etag}", etag, StringComparison.Ordinal));
        Assert.Equal(get, (await Client.SendAsync("GET", "/" + key, headers: condition)).Status);
        Assert.Equal(get, (await Client.SendAsync("HEAD", "/" + key, headers: condition)).Status);

        Assert.Equal(delete, (await Client.SendAsync("DELETE", "/" + key, headers: condition)).Status);
        Assert.Equal(delete == 204 ? 404 : 200, (await Client.DownloadAsync(key)).Status);

        Assert.Equal(etag, (await Client.UploadAsync(key, "old"u8.ToArray())).Header("ETag"));
        Assert.Equal(put, (await Client.SendAsync("PUT", $"/api/upload/{key}", new ByteArrayContent("new"u8.ToArray()), headers: condition)).Status);
        Assert.Equal(put == 200 ? "new" : "old", (await Client.DownloadAsync(key)).Text);
    }

    [Theory]
    [InlineData("If-Match", "*", 412, 412)]
    [InlineData("If-Match", "\"x\"", 412, 412)]
    [InlineData("If-None-Match", "*", 204, 200)]
    [InlineData("If-None-Match", "\"x\"", 204, 200)]
    [InlineData("If-Unmodified-Since", "Sun, 01 May 2022 12:11:48 GMT", 204, 200)]
    public async Task Of_a_file_that_is_not_there_only_if_match_fails(string header, string value, int delete, int put)
    {
        var key = Key($"absent-{Guid.NewGuid():N}");
        Assert.Equal(404, (await Client.SendAsync("GET", "/" + key, headers: (header, value))).Status);
        Assert.Equal(delete, (await Client.SendAsync("DELETE", "/" + key, headers: (header, value))).Status);
        Assert.Equal(put, (await Client.SendAsync("PUT", $"/api/upload/{key}", new ByteArrayContent([1]), headers: (header, value))).Status);
        Assert.Equal(put == 200 ? 200 : 404, (await Client.DownloadAsync(key)).Status);
    }

    [Fact]
    public async Task Conditions_come_before_the_range_and_a_refused_range_tells_the_size()
    {
        var path = "/" + Key("ranged");
        var etag = (await Client.UploadAsync(Key("ranged"), "0123456789"u8.ToArray())).Header("ETag")!;
        Assert.Equal("bytes */10", (await Client.SendAsync("GET", path, headers: ("Range", "bytes=10-"))).Header("Content-Range"));
        foreach (var tags in (string[])[etag, "\"x\", " + etag])
        {
            var both = await Client.SendAsync("GET", path, headers: [("Range", "bytes=10-"), ("If-None-Match", tags)]);
            Assert.Equal(304, both.Status);
            var part = await Client.SendAsync("GET", path, headers: [("Range", "bytes=2-3"), ("If-Match", tags)]);
            Assert.Equal((206, "23"), (part.Status, part.Text));
            var past = await Client.SendAsync("GET", path, headers: [("Range", "bytes=10-"), ("If-Match", tags)]);
            Assert.Equal((416, "bytes */10"), (past.Status, past.Header("Content-Range")));
        }
    }

    [Fact]
    public async Task A_name_that_only_the_look_up_finds_is_not_deleted()
    {
        var filename = $"{Guid.NewGuid():N}.txt";
        await Client.UploadAsync($"{_folder}/{filename}", "kept"u8.ToArray());
        foreach (var headers in ((string, string)[][])[[], [("If-Match", "*")]])
            AssertProblem(await Client.SendAsync("DELETE", "/" + filename, headers: headers), 404, "No results found");
        Assert.Equal("kept", (await Client.GetAsync("/" + filename)).Text);

        await Client.UploadAsync(filename, "own"u8.ToArray());
        Assert.Equal(204, (await Client.DeleteAsync(filename)).Status);
        Assert.Equal("kept", (await Client.GetAsync("/" + filename)).Text);
        Assert.Equal(204, (await Client.DeleteAsync($"{_folder}/{filename}")).Status);
        Assert.Equal(204, (await Client.DeleteAsync(filename)).Status);
    }

    [Fact]
    public async Task A_download_that_goes_on_gets_the_rest_of_the_same_file_or_all_of_another()
    {
        var path = "/" + Key("resumed");
        var etag = (await Client.UploadAsync(Key("resumed"), "0123456789"u8.ToArray())).Header("ETag")!;
        Assert.Equal((206, "56789"), await RestAsync(etag));
        await Client.UploadAsync(Key("resumed"), "ABCDEFGHIJ"u8.ToArray());
        foreach (var validator in (string[])[etag, "W/" + etag, DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture)])
            Assert.Equal((200, "ABCDEFGHIJ"), await RestAsync(validator));

        async Task<(int, string)> RestAsync(string validator)
        {
            var reply = await Client.SendAsync("GET", path, headers: [("Range", "bytes=5-"), ("If-Range", validator)]);
            return (reply.Status, reply.Text);
        }
    }
}
