using System.Diagnostics;
using System.Text.RegularExpressions;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary>What the pages for clients say is so: their lines are run as they are, and each gets the status that stands behind it.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed partial class HttpDocumentTests(LocalCloudsFixture fixture) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nvdemo-http-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("docs/http.md")]
    [InlineData("docs/large-files.md")]
    public async Task Its_lines_get_what_they_say_on_every_cloud(string page)
    {
        string[] lines = [.. Blocks().Matches(Sources.Read(page)).SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.NotEmpty(lines);
        foreach (var cloud in fixture.Clouds.All)
        {
            foreach (var file in Directory.GetFiles(_folder))
                File.Delete(file);
            File.CreateSymbolicLink(Path.Combine(_folder, "nv"), Sources.PathOf("nv"));
            var url = cloud.Url.AbsoluteUri.TrimEnd('/');
            foreach (var line in lines)
            {
                var call = Call().Match(line);
                var command = call.Success ? $"{call.Groups["command"]} -sS -o reply -w '%{{http_code}}'" : line;
                Assert.Equal($"{cloud.Name}: {line}: {call.Groups["status"]}", $"{cloud.Name}: {line}: {await RunAsync(command, url)}");
            }
        }
    }

    private async Task<string> RunAsync(string command, string url)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        start.Environment["URL"] = url;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}: {process.ExitCode}");
        return output;
    }

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Blocks();

    [GeneratedRegex("^(?<command>curl .*) # (?<status>[0-9]{3})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}
