using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary>The page of <c>/ui/</c>, on every cloud, and in a browser.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class PageTests(LocalCloudsFixture fixture) : IDisposable
{
    private const int Large = 50_000_000, Budget = 150_000;

    // In parts.
    private const int TwinSize = 5 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nvdemo-page-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Its_files_are_the_same_everywhere_and_open()
    {
        var answers = new List<string>();
        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            var redirect = await client.SendAsync("GET", "/ui", authorization: null);
            Assert.Equal((308, "ui/"), (redirect.Status, redirect.Header("Location")));

            var page = await client.SendAsync("GET", "/ui/", authorization: null);
            Assert.Equal((200, "text/html; charset=utf-8", "no-cache"), (page.Status, page.Header("Content-Type"), page.Header("Cache-Control")));
            Assert.DoesNotContain("unsafe", page.Header("Content-Security-Policy"));
            Assert.Contains($"connect-src 'self' {fixture.Clouds.Data.Moto.Endpoint.GetLeftPart(UriPartial.Authority)};", page.Header("Content-Security-Policy"));
            Assert.Equal(304, (await client.SendAsync("GET", "/ui/", authorization: null, headers: ("If-None-Match", page.Header("ETag")!))).Status);

            var size = 0;
            foreach (var file in Sources.Find(page.Text, "\"\\./(assets/[^\"]+)\"").Prepend(""))
            {
                var packed = await client.SendAsync("GET", $"/ui/{file}", authorization: null, headers: ("Accept-Encoding", "gzip, br"));
                var plain = await client.SendAsync("GET", $"/ui/{file}", authorization: null);
                Assert.Equal((200, 200, "gzip"), (packed.Status, plain.Status, packed.Header("Content-Encoding")));
                await using var unpacked = new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress);
                Assert.Equal(plain.Text, await new StreamReader(unpacked).ReadToEndAsync());
                Assert.True(file.Length == 0 || packed.Header("Cache-Control") == "public, max-age=31536000, immutable", file);
                Assert.Contains("Accept-Encoding", packed.Header("Vary"));
                var refused = await client.SendAsync("GET", $"/ui/{file}", authorization: null, headers: ("If-Match", "\"none\""));
                Assert.Equal((412, "no-cache"), (refused.Status, refused.Header("Cache-Control")));
                size += packed.Body.Length;
                answers.Add(Convert.ToHexString(SHA256.HashData(plain.Body)));
            }

            Assert.InRange(size, 1, Budget);
            Assert.Equal(404, (await client.SendAsync("GET", "/ui/assets/none.js", authorization: null)).Status);
            Assert.Equal(405, (await client.SendAsync("PUT", "/ui/x", authorization: null)).Status);
            var description = await client.SendAsync("GET", "/api/openapi.json", authorization: null);
            Assert.Equal(DeclaredResponses.Description, description.Body);
            // What is not a file of the page is as closed as it is without its folder.
            Assert.Contains((await client.SendAsync("GET", "/ui/../api/list", authorization: null)).Status, (int[])[401, 403]);
            Assert.Equal(401, (await client.SendAsync("GET", "/api/openapi.json/x", authorization: null)).Status);
        }

        Assert.Equal(answers.Take(answers.Count / fixture.Clouds.All.Count), answers.Skip(answers.Count / fixture.Clouds.All.Count));
    }

    [Fact]
    public async Task A_browser_uploads_shows_and_deletes_files_through_cuts_and_outages()
    {
        var file = Path.Combine(_folder.FullName, "large.bin");
        var content = RandomNumberGenerator.GetBytes(Large);
        await File.WriteAllBytesAsync(file, content);
        var folder = $"page-{Guid.NewGuid():N}/";
        var (first, second) = (fixture.Clouds.All[0], fixture.Clouds.All[^1]);
        var cloud = first.Url;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        await using var front = await LoopbackApplication.StartAsync(context => context.ForwardAsync(http, cloud), fixture.PagePort);

        var environment = new Dictionary<string, string> { ["FILE"] = file, ["FIRST"] = first.Name, ["SECOND"] = second.Name };
        await RunAsync("page.js", front.Url, folder, environment, line =>
        {
            Assert.Equal("lose the first cloud", line);
            cloud = second.Url;
            return Task.CompletedTask;
        });

        using var client = new CloudClient(second.Url);
        Assert.Equal(content, await client.WholeAsync($"{folder}large.bin"));
        Assert.Equal(
            ["dot.png", "large.bin", "sub/renamed.txt"],
            (await client.GetAsync($"/api/list?prefix={folder}")).Keys.Select(key => key[folder.Length..]));
    }

    [Fact]
    public async Task A_browser_drops_pastes_and_shows_files_takes_deletions_back_and_says_what_is_refused()
    {
        var dropped = _folder.CreateSubdirectory("dropped");
        foreach (var name in (string[])["one.txt", "two ü.txt", "dropped/three.txt", "dropped/deeper/four.txt"])
        {
            var path = Path.Combine(_folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, name);
        }

        // Alike but for their content and their folders.
        var twins = new Dictionary<string, byte[]> { ["dropped/twins/a/data.bin"] = new byte[TwinSize], ["dropped/twins/b/data.bin"] = [.. Enumerable.Repeat((byte)1, TwinSize)] };
        foreach (var (name, content) in twins)
        {
            var file = Path.Combine(_folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, content);
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        string[] paths = [.. _folder.GetFiles("*.txt").Select(file => file.FullName), dropped.FullName];
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        foreach (var cloud in fixture.Clouds.All)
        {
            var folder = $"page-{Guid.NewGuid():N}/";
            var refused = "";
            await using var front = await LoopbackApplication.StartAsync(AnswerAsync, fixture.PagePort);
            IAsyncDisposable? versions = null;
            try
            {
                var environment = new Dictionary<string, string>
                {
                    ["DROPPED"] = JsonSerializer.Serialize(paths),
                    // The other test has an outage of the first cloud, and each takes seconds.
                    ["OUTAGE"] = cloud == fixture.Clouds.All[^1] ? "yes" : "",
                };
                await RunAsync("page-files.js", front.Url, folder, environment, async line =>
                {
                    switch (line)
                    {
                        case "keep versions":
                            versions = await fixture.KeepVersionsAsync();
                            break;
                        case "keep no versions":
                            await versions!.DisposeAsync();
                            versions = null;
                            break;
                        default:
                            refused = line;
                            break;
                    }
                });
            }
            finally
            {
                if (versions is not null)
                    await versions.DisposeAsync();
            }

            using var client = new CloudClient(cloud.Url);
            Assert.Equal("dropped/deeper/four.txt", (await client.DownloadAsync($"{folder}dropped/deeper/four.txt")).Text);
            Assert.Equal("refused", (await client.DownloadAsync($"{folder}refused.txt")).Text);
            foreach (var (name, content) in twins)
                Assert.Equal(content, await client.WholeAsync(folder + name));

            Task AnswerAsync(HttpContext context)
            {
                // As a service with a lower limit does, and one that has been given no credentials.
                if (refused == "forget the reader")
                    context.Request.Headers.Authorization = default;
                if (refused != "refuse uploads" || !context.Request.Path.StartsWithSegments("/api/upload"))
                    return context.ForwardAsync(http, cloud.Url);
                context.Response.StatusCode = 413;
                return context.Response.WriteAsJsonAsync(new { detail = "A direct upload is at most 1 byte." });
            }
        }
    }

    [Fact]
    public async Task A_client_that_is_generated_from_the_description_compiles_and_works()
    {
        var description = Path.Combine(_folder.FullName, "openapi.json");
        using (var client = new CloudClient(fixture.Clouds.All[0].Url))
            await File.WriteAllBytesAsync(description, (await client.SendAsync("GET", "/api/openapi.json", authorization: null)).Body);
        string[] arguments = [CloudClient.Authorization, $"client-{Guid.NewGuid():N}/a b.txt", .. fixture.Clouds.All.Select(cloud => cloud.Url.AbsoluteUri)];
        await RunAsync("client.js", new Dictionary<string, string>
        {
            ["DESCRIPTION"] = description,
            ["BUILD"] = Sources.PathOf("artifacts/browser/node_modules"),
            ["OPENAPI_FETCH"] = InstalledProgram.Find("NV_OPENAPI_FETCH", "page-tests/node_modules/openapi-fetch/package.json"),
            ["ARGUMENTS"] = JsonSerializer.Serialize(arguments),
        });
    }

    private async Task RunAsync(string script, Uri front, string folder, Dictionary<string, string> environment, Func<string, Task> onLine)
    {
        environment["PLAYWRIGHT"] = InstalledProgram.Find("NV_PLAYWRIGHT", "page-tests/node_modules/playwright-core/package.json");
        environment["CHROMIUM"] = InstalledProgram.OnPath("chromium");
        environment["URL"] = front.AbsoluteUri;
        environment["NAME"] = LocalAws.ClientUserName;
        environment["PASSWORD"] = LocalAws.ClientPassword;
        environment["FOLDER"] = folder;
        ServerOutage? outage = null;
        try
        {
            await RunAsync(script, environment, async line =>
            {
                if (line == "stop postgres")
                {
                    outage = await ServerOutage.BeginAsync(fixture.Clouds.Data.Postgres, stopped: true);
                }
                else if (line == "start postgres")
                {
                    await outage!.DisposeAsync();
                    outage = null;
                }
                else
                {
                    await onLine(line);
                }
            });
        }
        finally
        {
            if (outage is not null)
                await outage.DisposeAsync();
        }
    }

    /// <summary>Runs a script with Node.js, and does what its lines ask for.</summary>
    private static async Task RunAsync(string script, Dictionary<string, string> environment, Func<string, Task>? onLine = null)
    {
        var start = new ProcessStartInfo("node", [Sources.PathOf($"tests/NvDemo.Tests/AllClouds/{script}")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        try
        {
            while (await node.StandardOutput.ReadLineAsync() is { } line)
            {
                if (onLine is not null)
                    await onLine(line);
                await node.StandardInput.WriteLineAsync("done");
            }
        }
        catch
        {
            // It waits for an answer that it does not get.
            node.Kill(entireProcessTree: true);
            throw;
        }

        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
    }
}
