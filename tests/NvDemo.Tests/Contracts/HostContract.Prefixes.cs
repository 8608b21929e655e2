using System.Globalization;
using System.Text;
using NvDemo.Core.Index;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

public abstract partial class HostContract
{
    [Fact]
    public async Task A_confined_client_uses_the_keys_inside_its_prefix()
    {
        var key = $"team-a/{_folder}/file";
        Assert.Equal(200, (await AsAAsync("PUT", $"/api/upload/{key}", "content")).Status);
        Assert.Equal("content", (await AsAAsync("GET", $"/{key}")).Text);
        Assert.Equal(200, (await AsAAsync("HEAD", $"/{key}")).Status);
        Assert.Equal(200, (await AsAAsync("GET", $"/api/download_presigned/{key}")).Status);
        Assert.Equal(200, (await AsAAsync("GET", $"/api/upload_presigned/{key}")).Status);
        Assert.Equal(404, (await AsAAsync("GET", $"/{key}/none")).Status);
        AssertProblem(await AsAAsync("PUT", $"/api/upload/team-a//{_folder}", "content"), 400, "segment");
        Assert.Equal(204, (await AsAAsync("DELETE", $"/{key}")).Status);
    }

    [Theory]
    [InlineData("GET", "/{0}")]
    [InlineData("GET", "/team-a/../{0}")]
    [InlineData("PUT", "/api/upload/{0}")]
    [InlineData("PUT", "/api/upload/team-a/%2e%2e/{0}")]
    [InlineData("DELETE", "/{0}")]
    [InlineData("GET", "/api/download_presigned/{0}")]
    [InlineData("GET", "/api/upload_presigned/{0}")]
    [InlineData("PUT", "/api/upload/name")]
    [InlineData("DELETE", "/name")]
    [InlineData("GET", "/api/upload_presigned/name")]
    [InlineData("PUT", "/api/upload/team-a")]
    [InlineData("DELETE", "/Team-A/file")]
    public async Task A_key_outside_the_prefixes_is_403_whether_it_is_there_or_not(string method, string path)
    {
        await Client.UploadAsync(Key("file"), "kept"u8.ToArray());
        foreach (var key in (string[])[Key("file"), Key("none")])
            AssertProblem(await AsAAsync(method, string.Format(CultureInfo.InvariantCulture, path, key), "changed"), 403, "team-a/");
        Assert.Equal(403, (await AsAAsync("HEAD", $"/{Key("file")}")).Status);
        Assert.Equal("kept", (await Client.DownloadAsync(Key("file"))).Text);
    }

    [Fact]
    public async Task A_confined_client_finds_names_only_inside_its_prefix()
    {
        var name = Guid.NewGuid().ToString("N");
        await Client.UploadAsync(name, "bare"u8.ToArray());
        await Client.UploadAsync($"{_folder}/{name}", "outside"u8.ToArray());
        foreach (var path in (string[])[$"/{name}", $"/api/download_presigned/{name}"])
            AssertProblem(await AsAAsync("GET", path), 404, "No results found");
        Assert.Equal(404, (await AsAAsync("HEAD", $"/{name}")).Status);

        await Client.UploadAsync($"team-a/{_folder}/1/{name}", "inside"u8.ToArray());
        Assert.Equal("inside", (await AsAAsync("GET", $"/{name}")).Text);
        Assert.Contains($"team-a/{_folder}/1/{name}", (await AsAAsync("GET", $"/api/download_presigned/{name}")).Text);

        await Client.UploadAsync($"team-a/{_folder}/2/{name}", "too"u8.ToArray());
        var several = await AsAAsync("GET", $"/{name}");
        AssertProblem(several, 409, name);
        Assert.Equal(
            [$"team-a/{_folder}/1/{name}", $"team-a/{_folder}/2/{name}"],
            several.Json.GetProperty("candidates").EnumerateArray().Select(candidate => candidate.GetString()));
        Assert.Equal("bare", (await Client.GetAsync($"/{name}")).Text);
    }

    [Fact]
    public async Task A_confined_client_lists_only_its_prefix()
    {
        string[] keys = [$"team-a/{_folder}/1", $"team-a/{_folder}/2"];
        foreach (var key in (string[])[.. keys, Key("outside")])
            await Client.UploadAsync(key, []);

        foreach (var path in (string[])["/", "/api/list?limit=1000"])
        {
            var all = await AsAAsync("GET", path);
            Assert.All(all.Keys, key => Assert.StartsWith("team-a/", key));
            Assert.Empty(keys.Except(all.Keys));
        }

        Assert.Equal(keys, (await AsAAsync("GET", $"/api/list?prefix=team-a/{_folder}")).Keys);
        var link = (await AsAAsync("GET", "/api/list?limit=1")).Header("Link")!;
        Assert.Contains("prefix=team-a%2F", link);
        var next = await AsAAsync("GET", new Uri(link[1..link.IndexOf('>')]).PathAndQuery);
        Assert.All(next.Keys, key => Assert.StartsWith("team-a/", key));
        foreach (var prefix in (string[])["team-a", "team-b/", "Team-a/", _folder])
            AssertProblem(await AsAAsync("GET", $"/api/list?prefix={prefix}"), 403, "team-a/");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("team-a/")]
    [InlineData("team-z/")]
    public async Task A_cursor_does_not_lead_out_of_the_prefixes(string key)
    {
        await Client.UploadAsync($"team-a/{_folder}/file", []);
        await Client.UploadAsync(Key("outside"), []);
        var cursor = new ListCursor(key).Encode();
        var page = await AsAAsync("GET", $"/api/list?limit=1000&cursor={cursor}");
        Assert.Equal(200, page.Status);
        Assert.All(page.Keys, listed => Assert.StartsWith("team-a/", listed));
    }

    [Fact]
    public async Task A_client_of_several_prefixes_says_which_it_lists()
    {
        foreach (var list in (string[])["/api/list", "/api/multipart"])
            AssertProblem(await Client.SendAsync("GET", list, authorization: TestClients.OfAAndB), 400, "team-a/, team-b/");
        AssertProblem(await Client.SendAsync("GET", "/api/list?prefix=team-", authorization: TestClients.OfAAndB), 403, "team-a/, team-b/");
        foreach (var team in (string[])["team-a", "team-b"])
        {
            var body = new ByteArrayContent([1]);
            Assert.Equal(200, (await Client.SendAsync("PUT", $"/api/upload/{team}/{_folder}/both", body, TestClients.OfAAndB)).Status);
            var listed = await Client.SendAsync("GET", $"/api/list?prefix={team}/{_folder}", authorization: TestClients.OfAAndB);
            Assert.Equal([$"{team}/{_folder}/both"], listed.Keys);
        }
    }

    private Task<CloudReply> AsAAsync(string method, string path, string content = "") => Client.SendAsync(
        method, path, method == "PUT" ? new ByteArrayContent(Encoding.UTF8.GetBytes(content)) : null, TestClients.OfA);
}
