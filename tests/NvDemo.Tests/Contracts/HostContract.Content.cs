using System.Net;
using System.Security.Cryptography;
using System.Text;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What a file is beside its bytes, and what keeps it as it is.</summary>
public abstract partial class HostContract
{
    // The check value of a catalogue of CRCs is that of these nine digits.
    private const string Digits = "123456789";

    public static TheoryData<string, string, int> Checksums => new()
    {
        { "x-amz-checksum-crc32", Base64("CBF43926"), 200 },
        { "x-amz-checksum-crc32", Base64("2639F4CB"), 400 },
        { "x-amz-checksum-crc32c", Base64("E3069283"), 200 },
        { "x-amz-checksum-crc32c", Base64("CBF43926"), 400 },
        { "x-amz-checksum-crc64nvme", Base64("AE8B14860A799888"), 200 },
        { "x-amz-checksum-crc64nvme", Base64("6C40DF5F0B497347"), 400 },
        { "x-amz-checksum-sha1", Base64(SHA1.HashData), 200 },
        { "x-amz-checksum-sha1", "AAAA", 400 },
        { "x-amz-checksum-sha256", Base64(SHA256.HashData), 200 },
        { "x-amz-checksum-sha256", "not Base64", 400 },
        { "x-amz-checksum-xxhash", "unknown", 200 },
        { "Content-Digest", $"sha-256=:{Base64(SHA256.HashData)}:", 200 },
        { "Content-Digest", $"sha-512=:{Base64(SHA512.HashData)}:, sha-256=:{Base64(SHA256.HashData)}:", 200 },
        { "Content-Digest", $"sha-512=:{Base64(SHA512.HashData)}:, sha-256=:{Base64(SHA1.HashData)}:", 400 },
        { "Content-Digest", $"sha-256={Base64(SHA256.HashData)}", 400 },
        { "Content-Digest", "sha-256=:!:", 400 },
        { "Content-Digest", "unixsum=:AAAA:, md5=:AAAA:", 200 },
        { "Repr-Digest", $"sha-256=:{Base64(SHA256.HashData)}:;p=1", 200 },
        { "Repr-Digest", $"sha-256=:{Base64(SHA1.HashData)}:", 400 },
    };

    [Theory]
    [MemberData(nameof(Checksums))]
    public async Task What_arrives_must_be_what_its_checksum_says(string header, string value, int status)
    {
        var body = new ByteArrayContent(Encoding.ASCII.GetBytes(Digits));
        var uploaded = await Client.SendAsync("PUT", $"/api/upload/{Key("checked")}", body, headers: (header, value));
        Assert.Equal(status, uploaded.Status);
        if (status == 400)
            AssertProblem(uploaded, 400, header);
        Assert.Equal(status == 200 ? 200 : 404, (await Client.DownloadAsync(Key("checked"))).Status);
    }

    // RFC 9530, 3: it is of the file, whichever part of it is sent. S3 has none of a range.
    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task What_was_verified_as_a_whole_is_told(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var sha256 = SHA256.HashData(content);
        var digest = $"sha-256=:{Convert.ToBase64String(sha256)}:";
        var path = "/" + Key("verified");
        var uploaded = await Client.SendAsync("PUT", "/api/upload" + path, new ByteArrayContent(content), headers: ("Content-Digest", digest));
        Assert.Equal(200, uploaded.Status);
        foreach (var method in (string[])["GET", "HEAD"])
            Assert.Equal((200, digest), await Client.SendAsync(method, path) is var reply ? (reply.Status, reply.Header("Repr-Digest")) : default);
        Assert.Null((await Client.SendAsync("GET", path, headers: ("Range", "bytes=0-0"))).Header("Repr-Digest"));
        Assert.Equal(201, (await Client.SendAsync("POST", $"/api/copy{path}?to={Key("verified copy").Replace(" ", "%20", StringComparison.Ordinal)}")).Status);
        var listed = (await Client.GetAsync($"/api/list?prefix={Key("verified")}")).Json.EnumerateArray();
        Assert.Equal([Convert.ToHexStringLower(sha256), Convert.ToHexStringLower(sha256)], listed.Select(item => item.GetProperty("sha256").GetString()));
    }

    [Fact]
    public async Task A_file_keeps_its_encoding_language_and_disposition_on_every_way()
    {
        var (path, content) = ("/" + Key("page.html.gz"), new byte[] { 0x1F, 0x8B, 1, 2, 3 });
        var uploaded = await Client.SendAsync(
            "PUT", "/api/upload" + path, new ByteArrayContent(content), headers:
            [
                ("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Language", "de-CH, fr"),
                ("Content-Disposition", "attachment; filename=\"a b.html\""),
            ]);
        Assert.Equal(200, uploaded.Status);

        var presigned = (await Client.GetAsync("/api/download_presigned" + path)).Json.GetProperty("url").GetString()!;
        using var s3 = new HttpClient();
        using var direct = await s3.GetAsync(new Uri(presigned));
        Assert.Equal(content, await direct.Content.ReadAsByteArrayAsync());
        Assert.Equal("gzip", Assert.Single(direct.Content.Headers.ContentEncoding));
        Assert.Equal("attachment; filename=\"a b.html\"", direct.Content.Headers.ContentDisposition?.ToString());

        foreach (var reply in (CloudReply[])[
            await Client.GetAsync(path), await Client.SendAsync("HEAD", path), await Client.SendAsync("GET", path, headers: ("Range", "bytes=1-2"))])
        {
            Assert.Equal(
                ("text/html", "gzip", "de-CH, fr", "attachment; filename=\"a b.html\""),
                (reply.Header("Content-Type"), reply.Header("Content-Encoding"), reply.Header("Content-Language"), reply.Header("Content-Disposition")));
        }
    }

    [Fact]
    public async Task What_is_put_by_a_presigned_url_keeps_them_too()
    {
        using var s3 = new HttpClient();
        var put = (await Client.GetAsync($"/api/upload_presigned/{Key("presigned")}")).Json.GetProperty("url").GetString()!;
        using var body = new ByteArrayContent([1, 2, 3]);
        body.Headers.ContentEncoding.Add("br");
        body.Headers.Add("Content-Disposition", "inline; filename=x");
        using (var stored = await s3.PutAsync(new Uri(put), body))
            Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        var reply = await Client.DownloadAsync(Key("presigned"));
        Assert.Equal(("br", "inline; filename=x"), (reply.Header("Content-Encoding"), reply.Header("Content-Disposition")));
    }

    [Theory]
    [InlineData("Content-Encoding", "gzip br")]
    [InlineData("Content-Language", "de;q=1")]
    [InlineData("Content-Disposition", "attachment; filename=\"a\u0001b\"")]
    [InlineData("Content-Disposition", "foo bar")]
    [InlineData("Content-Type", "text/plain; x=\"a\u0001b\"")]
    [InlineData("Content-Type", "text/plain; x=\"a\u007Fb\"")]
    [InlineData("Content-Type", "text/plain, text/html")]
    public async Task A_header_that_could_not_be_sent_again_is_refused(string header, string value)
    {
        var reply = await Client.SendAsync("PUT", $"/api/upload/{Key("headers")}", new ByteArrayContent([1]), headers: (header, value));
        AssertProblem(reply, 400, header);
        Assert.Equal(404, (await Client.DownloadAsync(Key("headers"))).Status);
    }

    [Theory]
    [InlineData("a.md", null, "text/markdown")]
    [InlineData("a.AVIF", null, "image/avif")]
    [InlineData("a.json", "application/x-www-form-urlencoded", "application/json")]
    [InlineData("a.nothing-known", "application/x-www-form-urlencoded", "application/octet-stream")]
    [InlineData("a.md", "text/plain;", "text/plain")]
    [InlineData("a.md", "text/plain; ; charset=utf-8", "text/plain; charset=utf-8")]
    public async Task Without_a_type_the_extension_tells(string filename, string? sent, string type)
    {
        (string, string)[] headers = sent is null ? [] : [("Content-Type", sent)];
        Assert.Equal(200, (await Client.SendAsync("PUT", $"/api/upload/{Key(filename)}", new ByteArrayContent([1]), headers: headers)).Status);
        Assert.Equal(type, (await Client.DownloadAsync(Key(filename))).Header("Content-Type"));
    }

    [Theory]
    [InlineData("text/html", null, true)]
    [InlineData("image/svg+xml", "inline", true)]
    [InlineData("image/svg+xml", "attachment; filename=x", false)]
    [InlineData("image/png", null, false)]
    [InlineData("image/png", "inline; filename=x", false)]
    [InlineData("video/mp4", null, false)]
    [InlineData("text/plain; charset=utf-8", null, false)]
    public async Task S3_itself_shows_no_file_that_could_run(string type, string? disposition, bool isSaved)
    {
        (string, string)[] headers = disposition is null ? [("Content-Type", type)] : [("Content-Type", type), ("Content-Disposition", disposition)];
        await Client.SendAsync("PUT", $"/api/upload/{Key("shown")}", new ByteArrayContent([1]), headers: headers);
        var presigned = (await Client.GetAsync($"/api/download_presigned/{Key("shown")}")).Json.GetProperty("url").GetString()!;
        Assert.Equal(isSaved, presigned.Contains("response-content-disposition=attachment&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_presigned_url_ends_when_the_reply_says()
    {
        await Client.UploadAsync(Key("ending"), [1]);
        foreach (var route in (string[])["download_presigned", "upload_presigned"])
        {
            var reply = (await Client.GetAsync($"/api/{route}/{Key("ending")}")).Json;
            var seconds = reply.GetProperty("expires_in").GetInt32();
            Assert.InRange(seconds, 3590, 3600);
            Assert.Contains($"X-Amz-Expires={seconds}&", reply.GetProperty("url").GetString() + "&");
        }
    }

    private static string Base64(string hex) => Convert.ToBase64String(Convert.FromHexString(hex));

    private static string Base64(Func<byte[], byte[]> algorithm) => Convert.ToBase64String(algorithm(Encoding.ASCII.GetBytes(Digits)));
}
