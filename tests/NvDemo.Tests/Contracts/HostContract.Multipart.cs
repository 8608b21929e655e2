using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace NvDemo.Tests.Contracts;

public abstract partial class HostContract
{
    private const int PartSize = 5 << 20;

    [Fact]
    public async Task An_upload_in_parts_is_resumed_completed_and_listed()
    {
        var key = Key("parts ü+.bin");
        var content = RandomNumberGenerator.GetBytes(PartSize + 10);
        var begun = await Client.BeginAsync(key, content.Length, PartSize, "x/y");
        Assert.Equal((201, PartSize, 2), (begun.Status, begun.Json.GetProperty("part_size").GetInt32(), begun.Json.GetProperty("part_count").GetInt32()));
        var id = begun.Json.GetProperty("upload_id").GetString()!;
        var path = $"/api/multipart/{OddKeys.Encode(key)}?upload_id={id}";
        Assert.Equal(path, begun.Header("Location"));
        Assert.Equal([id], await UploadsAsync());

        AssertProblem(await Client.SendAsync("PUT", path), 400, "Parts 1, 2 are missing");
        var second = await PutPartAsync(begun.Json.GetProperty("parts")[1], content[PartSize..]);
        AssertProblem(await Client.SendAsync("PUT", path), 400, "Parts 1 are missing");

        var resumed = (await Client.GetAsync(path)).Json;
        Assert.Equal([2], resumed.GetProperty("stored").EnumerateArray().Select(part => part.GetProperty("number").GetInt32()));
        Assert.Equal(JsonValueKind.Null, resumed.GetProperty("next").ValueKind);
        var missing = Assert.Single(resumed.GetProperty("parts").EnumerateArray());
        await PutPartAsync(missing, content[..7]);
        AssertProblem(await Client.SendAsync("PUT", path), 400, "Parts 1 have the wrong size");
        var first = await PutPartAsync(missing, content[..PartSize]);
        var wrong = new { parts = new[] { new { number = 1, etag = second }, new { number = 2, etag = second } } };
        AssertProblem(await Client.SendAsync("PUT", path, JsonContent.Create(wrong)), 400, "Parts 1 have another etag");

        byte[] hashes = [.. Md5(content.AsSpan(0, PartSize)), .. Md5(content.AsSpan(PartSize))];
        var etag = $"{Convert.ToHexStringLower(Md5(hashes))}-2";
        AssertProblem(await Client.SendAsync("PUT", path, JsonContent.Create(new { etag = etag[..^1] + "3" })), 400, "etag");
        AssertProblem(await Client.SendAsync("PUT", path, JsonContent.Create(new { crc64nvme = "AAAA" })), 400, "Base64");
        // Of the stores that the tests have none verifies it.
        AssertProblem(await Client.SendAsync("PUT", path, JsonContent.Create(new { etag, crc64nvme = "AAAAAAAAAAA=" })), 400, "crc64nvme");
        Assert.Equal(404, (await Client.DownloadAsync(key)).Status);
        var parts = JsonContent.Create(new { parts = new[] { new { number = 1, etag = first }, new { number = 2, etag = second } }, etag });
        var completed = await Client.SendAsync("PUT", path, parts);
        Assert.Equal((200, "\"File uploaded\"", "/" + OddKeys.Encode(key)), (completed.Status, completed.Text, completed.Header("Location")));
        var listed = Assert.Single((await Client.GetAsync($"/api/list?prefix={Uri.EscapeDataString(key)}")).Json.EnumerateArray());
        Assert.Equal((content.Length, "x/y"), (listed.GetProperty("size").GetInt32(), listed.GetProperty("content_type").GetString()));
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("sha256").ValueKind);
        Assert.Null((await Client.SendAsync("HEAD", "/" + OddKeys.Encode(key))).Header("Repr-Digest"));
        Assert.Equal($"\"{etag}\"", completed.Header("ETag"));
        Assert.Equal(completed.Header("ETag"), $"\"{listed.GetProperty("etag").GetString()}\"");
        Assert.Equal(content[4..9], (await Client.SendAsync("GET", "/" + OddKeys.Encode(key), headers: ("Range", "bytes=4-8"))).Body);

        // Its reply may have been lost.
        var again = await Client.SendAsync("PUT", path);
        Assert.Equal((200, completed.Header("ETag")), (again.Status, again.Header("ETag")));
        AssertProblem(await Client.SendAsync("PUT", path, JsonContent.Create(new { etag = "other" })), 400, "etag");
        Assert.Equal(404, (await Client.GetAsync(path)).Status);
        Assert.Empty(await UploadsAsync());
    }

    [Fact]
    public async Task An_upload_in_parts_that_is_given_up_is_gone()
    {
        var key = Key("given up");
        var begun = await Client.BeginAsync(key, 1, null);
        var path = begun.Header("Location")!;
        Assert.Equal(204, (await Client.SendAsync("DELETE", path)).Status);
        Assert.Equal(204, (await Client.SendAsync("DELETE", path)).Status);
        Assert.Equal(404, (await Client.GetAsync(path)).Status);
        Assert.Equal(404, (await Client.SendAsync("PUT", path)).Status);
        Assert.Empty(await UploadsAsync());
    }

    [Fact]
    public async Task An_upload_in_parts_is_of_its_key_and_of_who_may_write_that()
    {
        var begun = await Client.BeginAsync(Key("one"), 1, null);
        var id = begun.Json.GetProperty("upload_id").GetString()!;
        Assert.Equal(404, (await Client.GetAsync($"/api/multipart/{Key("another")}?upload_id={id}")).Status);
        AssertProblem(await AsAAsync("GET", begun.Header("Location")!), 403, "team-a/");
        AssertProblem(await AsAAsync("GET", $"/api/multipart?prefix={_folder}"), 403, "team-a/");
        Assert.DoesNotContain(id, (await AsAAsync("GET", "/api/multipart")).Text);
    }

    [Theory]
    [InlineData("{}", "size")]
    [InlineData("""{"size":-1}""", "size")]
    [InlineData("""{"size":5497558138881}""", "size")]
    [InlineData("""{"size":"1"}""", "size")]
    [InlineData("""{"size":1,"part_size":5242879}""", "part_size")]
    [InlineData("""{"size":5497558138880,"part_size":5242880}""", "part_size")]
    [InlineData("""{"size":1,"content_type":"nonsense"}""", "Content-Type")]
    [InlineData("""{"size":1,"content_type":"\ud800"}""", "content_type")]
    [InlineData("""{"size":1,"\ud800":1}""", "JSON")]
    [InlineData("""{"size":1,"size":2}""", "once")]
    [InlineData("[]", "JSON")]
    [InlineData("{", "JSON")]
    public async Task An_upload_in_parts_names_what_is_wrong_with_it(string body, string named) =>
        AssertProblem(await Client.SendAsync("POST", $"/api/multipart/{Key("wrong")}", new StringContent(body)), 400, named);

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "?upload_id=x&from=0")]
    [InlineData("GET", "?upload_id=x&limit=501")]
    [InlineData("GET", "?upload_id=")]
    public async Task A_request_of_an_upload_in_parts_names_it(string method, string query) =>
        Assert.Equal(400, (await Client.SendAsync(method, $"/api/multipart/{Key("x")}{query}")).Status);

    [Fact]
    public async Task A_large_upload_has_urls_for_its_first_parts_and_the_others_on_request()
    {
        var begun = await Client.BeginAsync(Key("large"), 5L << 40, null);
        Assert.Equal(500, begun.Json.GetProperty("parts").GetArrayLength());
        Assert.InRange(begun.Json.GetProperty("part_count").GetInt32(), 1, 10_000);
        var more = (await Client.GetAsync(begun.Header("Location") + "&from=501&limit=2")).Json;
        Assert.Equal([501, 502], more.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("number").GetInt32()));
        Assert.Equal(503, more.GetProperty("next").GetInt32());
        Assert.Equal(204, (await Client.SendAsync("DELETE", begun.Header("Location")!)).Status);
    }

    private static async Task<string> PutPartAsync(JsonElement part, byte[] content)
    {
        using var http = new HttpClient();
        var stored = await http.PutAsync(part.GetProperty("url").GetString(), new ByteArrayContent(content));
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        return stored.Headers.ETag!.Tag;
    }

    private async Task<IEnumerable<string?>> UploadsAsync() =>
        (await Client.GetAsync($"/api/multipart?prefix={_folder}")).Json.GetProperty("uploads").EnumerateArray()
            .Select(upload => upload.GetProperty("upload_id").GetString());

    // What S3 makes entity tags of.
    private static byte[] Md5(ReadOnlySpan<byte> bytes) => CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes);
}
