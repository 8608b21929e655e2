using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

public abstract partial class HostContract
{
    [Theory]
    [InlineData("copy", "\"File copied\"")]
    [InlineData("move", "\"File moved\"")]
    public async Task A_copy_is_there_and_listed_at_once_and_only_a_move_takes_the_source_away(string verb, string text)
    {
        var (source, target) = (Key("from ü+?&%.txt"), Key("to/a b+#ü&=.txt"));
        var body = new ByteArrayContent("content"u8.ToArray());
        var uploaded = await Client.SendAsync(
            "PUT", $"/api/upload/{OddKeys.Encode(source)}", body, headers: [("Content-Type", "a/b"), ("Content-Language", "de"), ("Content-Disposition", "inline")]);
        var copied = await CopyAsync(verb, source, target);
        Assert.Equal(
            (201, text, "/" + OddKeys.Encode(target), uploaded.Header("ETag")),
            (copied.Status, copied.Text, copied.Header("Location"), copied.Header("ETag")));

        var found = await Client.DownloadAsync(target);
        Assert.Equal(
            ("content", "a/b", "de", "inline", copied.Header("ETag")),
            (found.Text, found.Header("Content-Type"), found.Header("Content-Language"), found.Header("Content-Disposition"), found.Header("ETag")));
        var list = await Client.GetAsync($"/api/list?prefix={_folder}/");
        string[] listed = verb == "copy" ? [source, target] : [target];
        Assert.Equal(listed, list.Keys);
        var item = list.Json.EnumerateArray().Last();
        Assert.Equal((7, "a/b"), (item.GetProperty("size").GetInt32(), item.GetProperty("content_type").GetString()));
        Assert.Equal(verb == "copy" ? 200 : 404, (await Client.DownloadAsync(source)).Status);
    }

    // Over the limit of one request: S3's own, or in the tests a smaller one.
    [Fact]
    public async Task A_large_copy_is_there_and_listed_at_once()
    {
        var content = RandomNumberGenerator.GetBytes(PartSize + 10);
        var begun = (await Client.BeginAsync(Key("large"), content.Length, PartSize, "x/y")).Json;
        await PutPartAsync(begun.GetProperty("parts")[0], content[..PartSize]);
        await PutPartAsync(begun.GetProperty("parts")[1], content[PartSize..]);
        var completed = await Client.SendAsync("PUT", $"/api/multipart/{Key("large")}?upload_id={begun.GetProperty("upload_id").GetString()}");
        Assert.Equal(200, completed.Status);
        Assert.Equal(201, (await CopyAsync("copy", Key("large"), Key("copy"), ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await CopyAsync("copy", Key("large"), Key("copy"), ("If-None-Match", "*"))).Status);
        Assert.Equal(201, (await CopyAsync("move", Key("large"), Key("moved"))).Status);
        foreach (var name in (string[])["copy", "moved"])
        {
            var range = await Client.SendAsync("GET", "/" + Key(name), headers: ("Range", $"bytes={PartSize - 2}-{PartSize + 2}"));
            Assert.Equal((206, "x/y"), (range.Status, range.Header("Content-Type")));
            Assert.Equal(content[(PartSize - 2)..(PartSize + 3)], range.Body);
        }

        Assert.Equal([Key("copy"), Key("moved")], (await Client.GetAsync($"/api/list?prefix={_folder}/")).Keys);
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("move")]
    public async Task A_copy_that_replaces_a_file_says_so(string verb)
    {
        await Client.UploadAsync(Key("a"), "new"u8.ToArray());
        await Client.UploadAsync(Key("b"), "former"u8.ToArray());
        var copied = await CopyAsync(verb, Key("a"), Key("b"));
        Assert.Equal((200, "/" + Key("b")), (copied.Status, copied.Header("Location")));
        Assert.Equal("new", (await Client.DownloadAsync(Key("b"))).Text);
    }

    // The source is what If-Match and If-Unmodified-Since are about, the target what If-None-Match is about.
    [Theory]
    [InlineData("If-None-Match", "*", false, 412)]
    [InlineData("If-None-Match", "*", true, 201)]
    [InlineData("If-None-Match", "{target}", false, 412)]
    [InlineData("If-None-Match", "{source}", false, 200)]
    [InlineData("If-Match", "{source}", false, 200)]
    [InlineData("If-Match", "\"x\", {source}", true, 201)]
    [InlineData("If-Match", "*", true, 201)]
    [InlineData("If-Match", "{target}", false, 412)]
    [InlineData("If-Unmodified-Since", "Sun, 01 May 2022 12:11:48 GMT", true, 412)]
    [InlineData("If-Unmodified-Since", "Fri, 01 Jan 2100 00:00:00 GMT", true, 201)]
    public async Task A_copy_depends_on_the_conditions_of_its_request(string header, string value, bool isNew, int status)
    {
        var source = (await Client.UploadAsync(Key("a"), "new"u8.ToArray())).Header("ETag");
        var target = (await Client.UploadAsync(Key("b"), "former"u8.ToArray())).Header("ETag");
        if (isNew)
            await Client.DeleteAsync(Key("b"));
        value = value.Replace("{source}", source, StringComparison.Ordinal).Replace("{target}", target, StringComparison.Ordinal);
        foreach (var verb in (string[])["copy", "move"])
        {
            if (!isNew)
                await Client.UploadAsync(Key("b"), "former"u8.ToArray());
            Assert.Equal(status, (await CopyAsync(verb, Key("a"), Key("b"), (header, value))).Status);
            if (status == 412)
                Assert.Equal(isNew ? 404 : 200, (await Client.DownloadAsync(Key("b"))).Status);
            else if (isNew)
                await Client.DeleteAsync(Key("b"));
        }

        Assert.Equal(status == 412 ? 200 : 404, (await Client.DownloadAsync(Key("a"))).Status);
    }

    [Theory]
    [InlineData("", 400, "to is missing")]
    [InlineData("?to=", 400, "empty")]
    [InlineData("?to=a/../b", 400, "..")]
    [InlineData("?to=.", 400, "..")]
    [InlineData("?to=a//b", 400, "slash")]
    [InlineData("?to=api/x", 400, "'api'")]
    [InlineData("?to=.nv/x", 400, "'.nv'")]
    [InlineData("?to=a%252Fb", 400, "hexadecimal")]
    [InlineData("?to={source}", 400, "another key")]
    public async Task A_copy_needs_a_key_of_its_own(string query, int status, string detail)
    {
        await Client.UploadAsync(Key("a"), "a"u8.ToArray());
        query = query.Replace("{source}", Key("a"), StringComparison.Ordinal);
        foreach (var verb in (string[])["copy", "move"])
            AssertProblem(await Client.SendAsync("POST", $"/api/{verb}/{Key("a")}{query}"), status, detail);
        Assert.Equal("a", (await Client.DownloadAsync(Key("a"))).Text);
    }

    [Fact]
    public async Task A_copy_is_gone_on_with_by_an_id_that_was_given_out()
    {
        await Client.UploadAsync(Key("a"), "a"u8.ToArray());
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"\"x\" {Key("a")}")).AsSpan(0, 16));
        foreach (var id in (string[])[new string('0', 32), "%00" + new string('0', 31)])
            AssertProblem(await Client.SendAsync("POST", $"/api/copy/{Key("a")}?to={Key("b")}&etag=x&upload_id={id}{mark}"), 404, "upload");
    }

    [Fact]
    public async Task Of_a_file_that_is_not_there_is_no_copy()
    {
        foreach (var verb in (string[])["copy", "move"])
        {
            AssertProblem(await CopyAsync(verb, Key("none"), Key("b")), 404, "No results found");
            AssertProblem(await CopyAsync(verb, Key("none"), Key("b"), ("If-Match", "*")), 404, "No results found");
        }
    }

    [Fact]
    public async Task A_confined_client_copies_only_inside_its_prefix()
    {
        var inside = $"team-a/{_folder}/a";
        await Client.UploadAsync(inside, "a"u8.ToArray());
        await Client.UploadAsync(Key("outside"), "kept"u8.ToArray());
        foreach (var verb in (string[])["copy", "move"])
        {
            AssertProblem(await AsAAsync("POST", $"/api/{verb}/{inside}?to={Key("outside")}"), 403, "team-a/");
            AssertProblem(await AsAAsync("POST", $"/api/{verb}/{Key("outside")}?to={inside}"), 403, "team-a/");
            AssertProblem(await AsAAsync("POST", $"/api/{verb}/outside?to={inside}"), 403, "team-a/");
        }

        Assert.Equal("kept", (await Client.DownloadAsync(Key("outside"))).Text);
        Assert.Equal("a", (await Client.DownloadAsync(inside)).Text);
        Assert.Equal(201, (await AsAAsync("POST", $"/api/copy/{inside}?to={inside}b")).Status);
    }

    [Fact]
    public async Task Copies_need_to_read_and_write_and_what_deletes_to_delete()
    {
        await Client.UploadAsync(Key("a"), "a"u8.ToArray());
        var (copy, move) = ($"/api/copy/{Key("a")}?to={Key("b")}", $"/api/move/{Key("a")}?to={Key("b")}");
        foreach (var path in (string[])[copy, move, $"/api/delete?prefix={_folder}/"])
            AssertProblem(await Client.SendAsync("POST", path, authorization: TestClients.WithoutRead), 403, "not permit");
        foreach (var path in (string[])[move, $"/api/delete?prefix={_folder}/", "/api/delete"])
            AssertProblem(await Client.SendAsync("POST", path, authorization: TestClients.WithoutDelete), 403, "not permit");
        Assert.Equal(201, (await Client.SendAsync("POST", copy, authorization: TestClients.WithoutDelete)).Status);
        Assert.Equal("a", (await Client.DownloadAsync(Key("a"))).Text);
    }

    [Fact]
    public async Task Many_files_are_deleted_at_once_each_with_a_status_of_its_own()
    {
        string[] keys = [.. OddKeys.All.Where(key => key.Length < 900).Select(Key)];
        foreach (var key in keys)
            await Client.UploadAsync(key, []);
        await Client.UploadAsync(Key("kept"), []);
        string[] asked = [.. keys, Key("none"), keys[0], "a//b", $"{_folder}/../x", ".nv/x", "a\u0001"];
        var reply = await DeleteAsync(asked);
        Assert.True(reply.Status == 200, reply.ToString());
        var items = reply.Json.EnumerateArray().Select(item => (item.GetProperty("key").GetString()!, item.GetProperty("status").GetInt32()));
        Assert.Equal(asked.Select((key, i) => (key, i < keys.Length + 2 ? 204 : 400)), items);
        Assert.All(reply.Json.EnumerateArray(), item => Assert.Equal(item.GetProperty("status").GetInt32() != 204, item.TryGetProperty("detail", out _)));
        Assert.Equal([Key("kept")], (await Client.GetAsync($"/api/list?prefix={_folder}/")).Keys);
        Assert.Equal(404, (await Client.DownloadAsync(keys[0])).Status);
        Assert.Equal("[]", (await DeleteAsync([])).Text);
    }

    [Theory]
    [InlineData("", "", "missing")]
    [InlineData("", "{}", "missing")]
    [InlineData("", "[]", "JSON object")]
    [InlineData("", "{\"keys\":", "JSON object")]
    [InlineData("", "{\"\\ud800\":1}", "JSON object")]
    [InlineData("", "{\"keys\":\"a\"}", "array")]
    [InlineData("", "{\"keys\":[1]}", "array")]
    [InlineData("", "{\"keys\":[null]}", "array")]
    [InlineData("", "{\"keys\":[\"\\ud800\"]}", "array")]
    [InlineData("?cursor=x", "{\"keys\":[\"a\"]}", "missing")]
    [InlineData("?prefix=a", "{\"keys\":[\"a\"]}", "Either")]
    [InlineData("?prefix=", "", "prefix")]
    [InlineData("?prefix=.nv/", "", ".nv/")]
    [InlineData("?prefix=.nv/x", "", ".nv/")]
    [InlineData("?prefix=a%01", "", "control character")]
    [InlineData("?prefix={long}", "", "1024 bytes")]
    [InlineData("?prefix=a&cursor=x", "", "cursor")]
    [InlineData("?prefix=a&cursor=MTo", "", "cursor")]
    [InlineData("?prefix=a&cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk6YQ", "", "cursor")]
    public async Task A_deletion_of_many_says_what_is_wrong(string query, string body, string detail) =>
        AssertProblem(await Client.SendAsync("POST", $"/api/delete{query.Replace("{long}", string.Concat(Enumerable.Repeat("%E4%B8%96", 342)), StringComparison.Ordinal)}", body.Length == 0 ? null : new StringContent(body)), 400, detail);

    [Fact]
    public async Task A_deletion_has_at_most_a_thousand_keys_and_no_conditions()
    {
        AssertProblem(await DeleteAsync([.. Enumerable.Repeat(Key("a"), 1001)]), 400, "at most 1000");
        Assert.Equal(200, (await DeleteAsync([.. Enumerable.Range(0, 1000).Select(i => Key($"{i}"))])).Status);
        AssertProblem(await Client.SendAsync("POST", $"/api/delete?prefix={_folder}/", headers: ("If-Match", "*")), 400, "conditions");
    }

    [Fact]
    public async Task A_prefix_is_deleted_and_nothing_else()
    {
        foreach (var key in (string[])["a/1", "a/b/2 ü+%", "a/.3"])
            await Client.UploadAsync(Key(key), []);
        await Client.UploadAsync(Key("a"), []);
        await Client.UploadAsync(Key("ab"), []);
        Assert.Equal("""{"deleted":3,"next":null}""", (await Client.SendAsync("POST", $"/api/delete?prefix={_folder}/a/")).Text);
        Assert.Equal([Key("a"), Key("ab")], (await Client.GetAsync($"/api/list?prefix={_folder}/")).Keys);
        Assert.Equal("""{"deleted":0,"next":null}""", (await Client.SendAsync("POST", $"/api/delete?prefix={_folder}/a/")).Text);
        Assert.Equal("""{"deleted":2,"next":null}""", (await Client.SendAsync("POST", $"/api/delete?prefix={_folder}/a")).Text);
    }

    [Fact]
    public async Task A_confined_client_deletes_only_inside_its_prefix()
    {
        var inside = $"team-a/{_folder}/a";
        await Client.UploadAsync(inside, []);
        await Client.UploadAsync(Key("outside"), []);
        foreach (var prefix in (string[])["team-a", "t", Key(""), "team-b/"])
            AssertProblem(await AsAAsync("POST", $"/api/delete?prefix={prefix}"), 403, "team-a/");
        var body = JsonContent.Create(new Dictionary<string, string[]> { ["keys"] = [Key("outside"), inside, $"team-a/../{Key("outside")}"] });
        var reply = await Client.SendAsync("POST", "/api/delete", body, TestClients.OfA);
        Assert.Equal([403, 204, 400], reply.Json.EnumerateArray().Select(item => item.GetProperty("status").GetInt32()));
        Assert.Contains("team-a/", reply.Json[0].GetProperty("detail").GetString());
        Assert.Equal(200, (await Client.DownloadAsync(Key("outside"))).Status);
        Assert.Equal(404, (await Client.DownloadAsync(inside)).Status);
    }

    private Task<CloudReply> CopyAsync(string verb, string source, string target, params (string, string)[] headers) =>
        Client.SendAsync("POST", $"/api/{verb}/{OddKeys.Encode(source)}?to={Uri.EscapeDataString(target)}", headers: headers);

    private Task<CloudReply> DeleteAsync(string[] keys) =>
        Client.SendAsync("POST", "/api/delete", new StringContent(JsonSerializer.Serialize(new Dictionary<string, string[]> { ["keys"] = keys })));
}
