using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NvDemo.LocalClouds.Processes;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary>Files from the shell: what was interrupted goes on, and a cloud that is gone is passed over.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class CliTests : IDisposable
{
    private const int PartSize = 16 << 20, Size = (2 * PartSize) + 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nvdemo-cli-");
    private readonly string _key = $"cli-{Guid.NewGuid():N}/großes file";
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(Size);
    private readonly Uri _cloud;
    private readonly CloudClient _client;
    private string _clouds;

    public CliTests(LocalCloudsFixture fixture)
    {
        _clouds = string.Join(' ', fixture.Clouds.All.Select(cloud => cloud.Url.AbsoluteUri).Prepend(Nowhere.Url.AbsoluteUri));
        _cloud = fixture.Clouds.All[0].Url;
        _client = new CloudClient(_cloud);
        File.WriteAllBytes(At("file"), _content);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_goes_on_only_with_parts_that_are_the_file_s(bool isSame)
    {
        var begun = (await _client.BeginAsync(_key, Size, PartSize)).Json;
        using var s3 = new HttpClient();
        var part = isSame ? _content[..PartSize] : new byte[PartSize];
        using (var stored = await s3.PutAsync(new Uri(begun.GetProperty("parts")[0].GetProperty("url").GetString()!), new ByteArrayContent(part)))
            stored.EnsureSuccessStatusCode();

        var line = JsonDocument.Parse(await RunAsync(0, "put", "--json", At("file"), _key)).RootElement;
        Assert.Equal((_key, Size), (line.GetProperty("key").GetString(), line.GetProperty("size").GetInt64()));
        Assert.Equal(_content, await _client.WholeAsync(_key));
        // Another's is left to whoever has begun it.
        Assert.Equal(
            isSame ? 0 : 1, (await _client.GetAsync($"/api/multipart?prefix={Uri.EscapeDataString(_key)}")).Json.GetProperty("uploads").GetArrayLength());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_goes_on_only_with_what_is_of_the_file(bool isSame)
    {
        var etag = JsonDocument.Parse(await RunAsync(0, "put", "--json", At("file"), _key)).RootElement.GetProperty("etag").GetString();
        var part = At($"got.{etag}.nvpart");
        await File.WriteAllBytesAsync(part, isSame ? _content[..1000] : new byte[Size]);
        var output = await RunAsync(0, "get", "--json", _key, At("got"));
        Assert.Equal(_content, await File.ReadAllBytesAsync(At("got")));
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("verified").GetBoolean());
        Assert.False(File.Exists(part));
    }

    [Fact]
    public async Task Files_are_listed_copied_moved_and_deleted()
    {
        var folder = _key.Split('/')[0];
        Directory.CreateDirectory(At("folder/sub"));
        await File.WriteAllTextAsync(At("folder/one"), "1");
        await File.WriteAllTextAsync(At("folder/sub/two"), "2");
        await RunAsync(0, "put", At("folder"), $"{folder}/");
        await RunAsync(0, "cp", $"{folder}/folder/one", $"{folder}/");
        await RunAsync(0, "cp", "--move", $"{folder}/folder/sub/two", $"{folder}/moved");
        Assert.Equal([$"{folder}/folder/", $"{folder}/moved", $"{folder}/one"], await KeysAsync("ls", $"{folder}/"));
        Assert.Equal([$"{folder}/folder/one", $"{folder}/moved", $"{folder}/one"], await KeysAsync("ls", "-r", $"{folder}/"));
        Assert.Contains("412", await RunAsync(1, "cp", "-n", $"{folder}/one", $"{folder}/moved"), StringComparison.Ordinal);
        Assert.Contains("No URL can name", await RunAsync(1, "rm", $"{folder}/folder/../moved"), StringComparison.Ordinal);
        Assert.Contains($"{folder}/moved", await KeysAsync("ls", $"{folder}/"));
        await RunAsync(0, "rm", $"{folder}/moved");
        await RunAsync(0, "rm", "-r", $"{folder}/folder/");
        Assert.Equal([$"{folder}/one"], await KeysAsync("ls", "-r", $"{folder}/"));
        await RunAsync(2, "put");
    }

    // What was asked for is done, and the answer is lost: the next cloud finds it done.
    [Fact]
    public async Task What_was_done_without_an_answer_is_done()
    {
        var folder = _key.Split('/')[0];
        await File.WriteAllTextAsync(At("one"), "1");
        var lost = 0;
        using var http = new HttpClient();
        await using var front = await LoopbackApplication.StartAsync(async context =>
        {
            if (context.Request.Method is "GET" or "HEAD")
            {
                await context.ForwardAsync(http, _cloud);
                return;
            }

            context.Response.Body = Stream.Null;
            await context.ForwardAsync(http, _cloud);
            Interlocked.Increment(ref lost);
            context.Abort();
        });
        _clouds = $"{front.Url} {_cloud}";
        await RunAsync(0, "put", "-n", At("one"), $"{folder}/one");
        await RunAsync(0, "cp", "-n", $"{folder}/one", $"{folder}/two");
        // Of a name that the copy has, too.
        var root = $"{folder}.txt";
        await RunAsync(0, "cp", $"{folder}/one", root);
        await RunAsync(0, "cp", "--move", root, $"{folder}.moved/");
        await RunAsync(0, "cp", "--move", "-n", $"{folder}/two", $"{folder}/three");
        Assert.Equal([$"{folder}/one", $"{folder}/three"], await KeysAsync("ls", $"{folder}/"));

        await RunAsync(0, "put", At("one"), $"{folder}.gone");
        await RunAsync(0, "put", At("one"), $"{folder}/{folder}.gone");
        await RunAsync(0, "rm", $"{folder}.gone");
        Assert.Equal([$"{folder}/{folder}.gone"], await KeysAsync("ls", $"{folder}/{folder}"));
        await RunAsync(0, "rm", $"{folder}/{folder}.gone");
        Assert.Equal(9, lost);

        // And what was not is not.
        await File.WriteAllTextAsync(At("other"), "2");
        Assert.Contains("412", await RunAsync(1, "put", "-n", At("other"), $"{folder}/one"), StringComparison.Ordinal);
        Assert.Contains("404", await RunAsync(1, "cp", "--move", $"{folder}/two", $"{folder}/three"), StringComparison.Ordinal);
        await RunAsync(0, "cp", $"{folder}/one", $"{folder}/two");
        Assert.Contains("412", await RunAsync(1, "cp", "--move", "-n", $"{folder}/one", $"{folder}/two"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_over_a_lower_limit_goes_in_parts()
    {
        await File.WriteAllTextAsync(At("one"), "1");
        using var http = new HttpClient();
        await using var front = await LoopbackApplication.StartAsync(async context =>
        {
            if (context.Request.Path.StartsWithSegments("/api/upload"))
                context.Response.StatusCode = 413;
            else
                await context.ForwardAsync(http, _cloud);
        });
        _clouds = front.Url.AbsoluteUri;
        await RunAsync(0, "put", At("one"), _key);
        Assert.Equal("1", (await _client.DownloadAsync(_key)).Text);
    }

    [Fact]
    public async Task A_link_is_the_file_that_it_leads_to()
    {
        File.CreateSymbolicLink(At("link"), "file");
        var line = JsonDocument.Parse(await RunAsync(0, "put", "--json", "link", _key)).RootElement;
        Assert.Equal(Size, line.GetProperty("size").GetInt64());
        Assert.Equal(_content, await _client.WholeAsync(_key));
        await RunAsync(0, "put", "-n", "link", _key);
        Assert.Contains("names no file", await RunAsync(1, "get", "folder/"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(At("target"), "before");
        File.CreateSymbolicLink(At("alias"), "target");
        await RunAsync(0, "get", _key, "alias");
        Assert.Equal("target", new FileInfo(At("alias")).LinkTarget);
        Assert.Equal(_content, await File.ReadAllBytesAsync(At("target")));
    }

    [Fact]
    public async Task What_is_no_file_is_not_replaced_by_one()
    {
        await File.WriteAllTextAsync(At("one"), "1");
        await RunAsync(0, "put", At("one"), _key);
        using (var made = Process.Start("mkfifo", [At("pipe")]))
            await made.WaitForExitAsync();
        Assert.Contains("can't be replaced", await RunAsync(1, "get", _key, "pipe"), StringComparison.Ordinal);
    }

    // As a shell makes of *.log, which is two files today.
    [Fact]
    public async Task A_file_is_no_key_of_another_by_accident()
    {
        var folder = _key.Split('/')[0];
        await File.WriteAllTextAsync(At("one"), "1");
        await File.WriteAllTextAsync(At("two"), "2");
        Directory.CreateDirectory(At("sub"));
        await File.WriteAllTextAsync(At("sub/one"), "3");
        Assert.Contains("--key", await RunAsync(1, "put", "one", "two"), StringComparison.Ordinal);
        Assert.Contains("the same key", await RunAsync(1, "put", "one", "sub/one", $"{folder}/"), StringComparison.Ordinal);
        await RunAsync(0, "put", "one", "two", "--key", $"{folder}/");
        Assert.Equal([$"{folder}/one", $"{folder}/two"], await KeysAsync("ls", $"{folder}/"));
    }

    [Theory]
    [InlineData("one", 1)]
    [InlineData("file", 0)]
    public async Task What_is_stored_already_is_passed_over(string first, int others)
    {
        await File.WriteAllTextAsync(At("one"), "1");
        await RunAsync(0, "put", first, _key);
        var begun = 0;
        using var http = new HttpClient();
        await using var front = await LoopbackApplication.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
                Interlocked.Increment(ref begun);
            await context.ForwardAsync(http, _cloud);
        });
        _clouds = front.Url.AbsoluteUri;
        Assert.Contains(others == 0 ? _key : "412", await RunAsync(others, "put", "-n", "file", _key), StringComparison.Ordinal);
        Assert.Equal(0, begun);
    }

    [Theory]
    [InlineData("rm", "key")]
    [InlineData("cp", "key", "other")]
    [InlineData("put", "file")]
    [InlineData("put", "one")]
    [InlineData("get", "key")]
    [InlineData("ls")]
    public async Task Who_answers_otherwise_is_not_the_service(params string[] arguments)
    {
        await File.WriteAllTextAsync(At("one"), "1");
        var status = 307;
        await using var front = await LoopbackApplication.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "https://elsewhere.example/";
            return context.Response.WriteAsync("<html></html>");
        });
        _clouds = front.Url.AbsoluteUri;
        Assert.Contains("https://elsewhere.example/", await RunAsync(1, arguments), StringComparison.Ordinal);
        status = 200;
        if (arguments[0] is "put" or "get" or "ls")
            Assert.Contains("does not answer as the service does", await RunAsync(1, arguments), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_that_is_too_busy_is_passed_over()
    {
        await using var busy = await LoopbackApplication.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            return Task.CompletedTask;
        });
        _clouds = $"{busy.Url} {_cloud}";
        await RunAsync(0, "ls", _key);
    }

    [Fact]
    public async Task A_command_that_is_told_to_end_says_so()
    {
        var asked = new TaskCompletionSource();
        await using var silent = await LoopbackApplication.StartAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        _clouds = silent.Url.AbsoluteUri;
        using var process = Start("ls");
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        using (var killed = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await killed.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.Equal(143, process.ExitCode);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<IEnumerable<string>> KeysAsync(params string[] arguments) =>
        (await RunAsync(0, arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[^1]);

    /// <summary>What it says.</summary>
    private async Task<string> RunAsync(int status, params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal((status, ""), (process.ExitCode, status == 0 ? await errors : ""));
        return status == 0 ? await output : await errors;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(BuiltProgram.Beside("NvDemo.Cli"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["NV_URL"] = _clouds;
        start.Environment["NV_CREDENTIALS"] = "nvclient:mysecretkey";
        return Process.Start(start)!;
    }
}
