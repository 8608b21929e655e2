using System.Globalization;
using System.Security.Cryptography;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>TUS 1.0.0 (https://tus.io/protocols/resumable-upload).</summary>
public abstract partial class HostContract
{
    private const long TusMaxSize = 10_000L * (5 << 20);

    public static TheoryData<string, int> TusChecksums => new()
    {
        { $"sha1 {Base64(SHA1.HashData)}", 204 },
        { $"sha256 {Base64(SHA256.HashData)}", 204 },
        { $"md5 {Base64(MD5.HashData)}", 204 },
        { $"crc32 {Base64("CBF43926")}", 204 },
        { $"sha1 {Base64(MD5.HashData)}", 460 },
        { $"crc32 {Base64("2639F4CB")}", 460 },
        { $"sha512 {Base64(SHA512.HashData)}", 400 },
        { "sha1 !", 400 },
        { "sha1", 400 },
    };

    [Fact]
    public async Task An_upload_by_tus_is_appended_to_and_becomes_a_file()
    {
        var key = Key("tus ü+.bin");
        var content = RandomNumberGenerator.GetBytes((9 << 20) + 7);
        var created = await Client.CreateAsync(key, content.Length, type: "x/y");
        Assert.Equal((201, "1.0.0"), (created.Status, created.Header("Tus-Resumable")));
        var path = created.UploadPath();
        Assert.Matches("^/api/tus/[0-9a-f]{32}$", path);
        Assert.InRange(Expiry(created), DateTimeOffset.UtcNow.AddDays(6.9), DateTimeOffset.UtcNow.AddDays(7.1));

        var offset = 0;
        foreach (var size in (int[])[InlineLimit, 3 << 20, 0, (2 << 20) + 7])
        {
            var head = await Client.TusAsync("HEAD", path);
            Assert.Equal((200, offset, $"{content.Length}"), (head.Status, head.Offset(), head.Header("Upload-Length")));
            Assert.Equal((TusClient.Metadata(key, "x/y"), "no-store"), (head.Header("Upload-Metadata"), head.Header("Cache-Control")));
            Assert.Equal(404, (await Client.DownloadAsync(key)).Status);
            AssertProblem(await Client.AppendAsync(path, offset + 1, [1]), 409, "Upload-Offset");

            var appended = await Client.AppendAsync(path, offset, content[offset..(offset + size)]);
            offset += size;
            Assert.Equal((204, offset, "1.0.0"), (appended.Status, appended.Offset(), appended.Header("Tus-Resumable")));
            Assert.Equal(Expiry(created), Expiry(appended));
        }

        var listed = Assert.Single((await Client.GetAsync($"/api/list?prefix={Uri.EscapeDataString(key)}")).Json.EnumerateArray());
        Assert.Equal((content.Length, "x/y"), (listed.GetProperty("size").GetInt32(), listed.GetProperty("content_type").GetString()));
        Assert.Equal(content, await Client.WholeAsync(key));

        // A reply may have been lost.
        Assert.Equal(409, (await Client.AppendAsync(path, 7 << 20, content[(7 << 20)..])).Status);
        Assert.Equal(content.Length, await Client.OffsetAsync(path));
        Assert.Equal(204, (await Client.AppendAsync(path, content.Length, [])).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_small_file_takes_one_request_of_tus(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var created = await Client.CreateAsync(Key("small"), size, size == 0 ? null : content);
        Assert.Equal((201, size), (created.Status, created.Offset()));
        Assert.Equal(content, await Client.WholeAsync(Key("small")));
        Assert.Equal([Key("small")], (await Client.GetAsync($"/api/list?prefix={_folder}/small")).Keys);
    }

    [Fact]
    public async Task The_first_bytes_come_with_the_creation()
    {
        var created = await Client.CreateAsync(Key("first"), 5, "abc"u8.ToArray());
        Assert.Equal((201, 3), (created.Status, created.Offset()));
        Assert.Equal(204, (await Client.AppendAsync(created.UploadPath(), 3, "de"u8.ToArray())).Status);
        Assert.Equal("abcde"u8.ToArray(), await Client.WholeAsync(Key("first")));
    }

    [Theory]
    [MemberData(nameof(TusChecksums))]
    public async Task What_is_appended_must_be_what_its_checksum_says(string checksum, int status)
    {
        var content = System.Text.Encoding.ASCII.GetBytes(Digits);
        var path = await Client.CreatedAsync(Key("checked"), 100);
        var reply = await Client.AppendAsync(path, 0, content, ("Upload-Checksum", checksum));
        Assert.Equal((status, "1.0.0"), (reply.Status, reply.Header("Tus-Resumable")));
        Assert.Equal(status == 204 ? content.Length : 0, await Client.OffsetAsync(path));
        var created = await Client.CreateAsync(Key("checked-at-once"), 100, content, headers: ("Upload-Checksum", checksum));
        Assert.Equal(status == 204 ? 201 : status, created.Status);
    }

    // https://tus.io/protocols/resumable-upload#x-http-method-override
    [Fact]
    public async Task Tus_takes_a_post_for_the_method_that_it_names()
    {
        var path = await Client.CreatedAsync(Key("overridden"), 5);
        (string, string) head = ("X-HTTP-Method-Override", "HEAD"), patch = ("X-HTTP-Method-Override", "PATCH");
        var appended = await Client.TusAsync("POST", path, [1, 2], headers: [patch, ("Upload-Offset", "0")]);
        Assert.Equal((204, 2), (appended.Status, appended.Offset()));
        AssertProblem(await Client.TusAsync("POST", path, [1, 2], headers: [patch, ("Upload-Offset", "0")]), 409, "Upload-Offset");
        Assert.Equal((200, 2), await Client.TusAsync("POST", path, headers: head) is var shown ? (shown.Status, shown.Offset()) : default);
        AssertProblem(await Client.TusAsync("POST", path, [3]), 405, "POST");
        AssertProblem(await Client.TusAsync("POST", path, [3], headers: ("X-HTTP-Method-Override", "PUT")), 400, "HEAD, PATCH or DELETE");
        Assert.Equal(204, (await Client.TusAsync("POST", path, headers: ("X-HTTP-Method-Override", "DELETE"))).Status);
        Assert.Equal(404, (await Client.TusAsync("HEAD", path)).Status);
    }

    [Theory]
    [InlineData(null, "5", 400, "filename")]
    [InlineData("name YQ==", "5", 400, "filename")]
    [InlineData("filename !", "5", 400, "Base64")]
    [InlineData("filename /w==", "5", 400, "UTF-8")]
    [InlineData("filename", "5", 400, "empty")]
    [InlineData("filename YS8vYg==", "5", 400, "slash")]
    [InlineData("filename YXBpL3g=", "5", 400, "'api'")]
    [InlineData("filename Lm52L3g=", "5", 400, "'.nv'")]
    [InlineData("filename YS8uLi9i", "5", 400, "..")]
    [InlineData("filename YQ==,filename YQ==", "5", 400, "once")]
    [InlineData("filename YQ==,filetype bm9uc2Vuc2U=", "5", 400, "Content-Type")]
    [InlineData("filename YQ==", null, 400, "Upload-Length")]
    [InlineData("filename YQ==", "-1", 400, "Upload-Length")]
    [InlineData("filename YQ==", "5.0", 400, "Upload-Length")]
    [InlineData("filename YSBi", "52428800001", 413, "/api/multipart/a%20b")]
    public async Task Tus_says_what_is_wrong_with_a_creation(string? metadata, string? length, int status, string detail)
    {
        var headers = ((string, string?)[])[("Upload-Metadata", metadata), ("Upload-Length", length)];
        var reply = await Client.TusAsync(
            "POST", TusClient.Path, headers: [.. headers.Where(header => header.Item2 is not null).Select(header => (header.Item1, header.Item2!))]);
        AssertProblem(reply, status, detail);
        Assert.Equal("1.0.0", reply.Header("Tus-Resumable"));
    }

    // It is sent back as it came, and some hosts send nothing but ASCII in headers. Not all of them take anything else either.
    [Fact]
    public async Task Tus_takes_metadata_with_names_of_visible_characters_alone()
    {
        var reply = await RawRequest.SendAsync(
            cloud,
            $"POST {TusClient.Path} HTTP/1.1\r\nHost: {cloud.Authority}\r\nConnection: close\r\nContent-Length: 0\r\nAuthorization: {CloudClient.Authorization}\r\n"
            + $"Tus-Resumable: 1.0.0\r\nUpload-Length: 5\r\nUpload-Metadata: filename YQ==,a\tb YQ==\r\n\r\n");
        Assert.Equal(400, reply.Status);
        Assert.Contains("visible ASCII", reply.Text);
    }

    [Theory]
    [InlineData("Upload-Defer-Length", "1")]
    [InlineData("Upload-Concat", "partial")]
    public async Task Extensions_of_tus_that_are_not_there_are_refused(string header, string value) =>
        AssertProblem(await Client.CreateAsync(Key("extended"), 5, headers: (header, value)), 400, header);

    [Theory]
    [InlineData(null)]
    [InlineData("0.2.2")]
    public async Task Another_version_of_tus_is_412(string? version)
    {
        var path = await Client.CreatedAsync(Key("version"), 5);
        (string, string)[] headers = version is null ? [] : [("Tus-Resumable", version)];
        foreach (var (method, target) in ((string, string)[])[("POST", TusClient.Path), ("HEAD", path), ("PATCH", path), ("DELETE", path)])
        {
            var reply = await Client.SendAsync(method, target, headers: headers);
            Assert.Equal((412, "1.0.0"), (reply.Status, reply.Header("Tus-Version")));
        }

        Assert.Equal(0, await Client.OffsetAsync(path));
    }

    [Fact]
    public async Task Tus_tells_everybody_what_it_can_do()
    {
        var reply = await Client.SendAsync("OPTIONS", TusClient.Path, authorization: null);
        Assert.Equal((204, "1.0.0", TusMaxSize), (reply.Status, reply.Header("Tus-Version"), long.Parse(reply.Header("Tus-Max-Size")!, CultureInfo.InvariantCulture)));
        Assert.Equal("creation,creation-with-upload,checksum,termination,expiration", reply.Header("Tus-Extension"));
        Assert.Equal("sha1,md5,sha256,crc32", reply.Header("Tus-Checksum-Algorithm"));
        var refused = await Client.SendAsync("GET", TusClient.Path);
        Assert.Equal((405, refused.Header("Allow")), (refused.Status, reply.Header("Allow")));
        AssertProblem(await Client.SendAsync("POST", TusClient.Path, authorization: null), 401, "Credentials");
        var one = await Client.SendAsync("GET", TusClient.Path + "x");
        Assert.Equal((405, "HEAD, PATCH, DELETE, POST"), (one.Status, one.Header("Allow")));
    }

    [Fact]
    public async Task What_is_appended_is_a_chunk_and_not_too_large()
    {
        var path = await Client.CreatedAsync(Key("sizes"), 2 * InlineLimit);
        var limit = TusClient.Text(InlineLimit);
        AssertProblem(await Client.AppendAsync(path, 0, new byte[InlineLimit + 1]), 413, limit);
        AssertProblem(await Client.CreateAsync(Key("sizes"), 2 * InlineLimit, new byte[InlineLimit + 1]), 413, limit);
        AssertProblem(await Client.CreateAsync(Key("sizes"), 2, new byte[3]), 413, "2 bytes to come");
        foreach (var method in (string[])["POST", "PATCH"])
        {
            (string, string)[] headers = [("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"), ("Upload-Length", "1"), ("Upload-Metadata", "filename YQ=="), ("Content-Type", "text/plain")];
            AssertProblem(await Client.SendAsync(method, method == "POST" ? TusClient.Path : path, new ByteArrayContent([1]), headers: headers), 415, "application/offset+octet-stream");
        }

        AssertProblem(await Client.TusAsync("PATCH", path, [1]), 400, "Upload-Offset");
        AssertProblem(await Client.TusAsync("PATCH", path, [1], headers: ("Upload-Offset", "x")), 400, "Upload-Offset");
        Assert.Equal(0, await Client.OffsetAsync(path));
    }

    [Fact]
    public async Task A_chunk_of_unknown_length_is_appended_up_to_the_limit()
    {
        var path = await Client.CreatedAsync(Key("chunked"), 2 * InlineLimit);
        foreach (var (size, status) in ((int, int)[])[(InlineLimit + 1, 413), (InlineLimit, 204)])
        {
            var reply = await Client.SendAsync("PATCH", path, new StreamContent(new ForwardOnlyStream(new byte[size])), headers:
                [("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"), ("Content-Type", "application/offset+octet-stream"), ("Transfer-Encoding", "chunked")]);
            Assert.Equal(status, reply.Status);
        }

        Assert.Equal(InlineLimit, await Client.OffsetAsync(path));
    }

    [Fact]
    public async Task An_upload_by_tus_that_is_ended_is_gone_and_a_file_stays()
    {
        var path = await Client.CreatedAsync(Key("ended"), 5);
        Assert.Equal(204, (await Client.AppendAsync(path, 0, [1])).Status);
        Assert.Equal(204, (await Client.TusAsync("DELETE", path)).Status);
        await AssertGoneAsync(path);

        var whole = (await Client.CreateAsync(Key("stays"), 1, [1])).UploadPath();
        Assert.Equal(204, (await Client.TusAsync("DELETE", whole)).Status);
        await AssertGoneAsync(whole);
        Assert.Equal(200, (await Client.DownloadAsync(Key("stays"))).Status);
        await AssertGoneAsync(TusClient.Path + "none");
        await AssertGoneAsync($"{TusClient.Path}{Guid.NewGuid():N}/x");
    }

    [Fact]
    public async Task Who_may_not_write_a_key_finds_no_upload_of_it()
    {
        AssertProblem(await Client.CreateAsync(Key("outside"), 5, authorization: TestClients.OfA), 403, "team-a/");
        await AssertGoneAsync(await Client.CreatedAsync(Key("outside"), 5), TestClients.OfA);
        var inside = await Client.CreatedAsync($"team-a/{_folder}/tus", 5);
        foreach (var client in (string[])[TestClients.OfA, TestClients.OfAAndB])
            Assert.Equal(200, (await Client.TusAsync("HEAD", inside, authorization: client)).Status);
    }

    private static DateTimeOffset Expiry(CloudReply reply) =>
        DateTimeOffset.ParseExact(reply.Header("Upload-Expires")!, "R", CultureInfo.InvariantCulture);

    private async Task AssertGoneAsync(string path, string authorization = "demo")
    {
        Assert.Equal(404, (await Client.TusAsync("HEAD", path, authorization: authorization)).Status);
        AssertProblem(await Client.TusAsync("PATCH", path, [1], authorization, ("Upload-Offset", "0")), 404, "no such upload");
        AssertProblem(await Client.TusAsync("DELETE", path, authorization: authorization), 404, "no such upload");
    }
}
