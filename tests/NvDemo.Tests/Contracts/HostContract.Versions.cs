using NvDemo.Tests.Services;

namespace NvDemo.Tests.Contracts;

public abstract partial class HostContract
{
    /// <summary>Has the bucket keep versions until the result is disposed.</summary>
    protected abstract Task<IAsyncDisposable> KeepVersionsAsync();

    [Fact]
    public async Task What_was_deleted_comes_back_and_is_listed_at_once()
    {
        await using var versions = await KeepVersionsAsync();
        var key = Key("undeleted a+ü.txt");
        await Client.UploadAsync(key, "former"u8.ToArray());
        await Client.UploadAsync(key, "content"u8.ToArray(), "a/b");
        Assert.Equal(409, (await UndeleteAsync(key)).Status);
        Assert.Equal("available", (await Client.DeleteAsync(key)).Header("Nv-Undelete"));
        Assert.Empty((await Client.GetAsync($"/api/list?prefix={_folder}/")).Keys);

        var restored = await UndeleteAsync(key);
        Assert.Equal((200, "\"File restored\"", "/" + OddKeys.Encode(key)), (restored.Status, restored.Text, restored.Header("Location")));
        var found = await Client.DownloadAsync(key);
        Assert.Equal(("content", "a/b", restored.Header("ETag")), (found.Text, found.Header("Content-Type"), found.Header("ETag")));
        var item = Assert.Single((await Client.GetAsync($"/api/list?prefix={_folder}/")).Json.EnumerateArray());
        Assert.Equal((key, 7, "a/b"), (item.GetProperty("prefix_path").GetString(), item.GetProperty("size").GetInt32(), item.GetProperty("content_type").GetString()));
    }

    [Fact]
    public async Task Without_versions_nothing_comes_back_and_the_answer_says_so()
    {
        var key = Key("gone");
        await Client.UploadAsync(key, "content"u8.ToArray());
        Assert.Null((await Client.DeleteAsync(key)).Header("Nv-Undelete"));
        AssertProblem(await UndeleteAsync(key), 404, "The bucket keeps no former version of the file.");
        AssertProblem(await AsAAsync("POST", $"/api/undelete/{Key("gone")}"), 403, "team-a/");
    }

    private Task<CloudReply> UndeleteAsync(string key) => Client.SendAsync("POST", "/api/undelete/" + OddKeys.Encode(key));
}
