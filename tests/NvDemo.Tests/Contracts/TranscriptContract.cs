using System.Diagnostics;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Tests.Contracts;

/// <summary>What users of the original system type, with the real curl and jq.</summary>
public abstract class TranscriptContract(Uri cloud) : IDisposable
{
    private readonly string _url = cloud.AbsoluteUri.TrimEnd('/');
    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-transcript-").FullName;

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_original_transcript_works()
    {
        var curl = $"curl -sS --fail-with-body -u {LocalAws.ClientUserName}:{LocalAws.ClientPassword}";

        await ShellAsync("echo hello world > foo");
        Assert.Equal("\"File uploaded\"", await ShellAsync($"{curl} -T foo {_url}/api/upload/foo"));
        Assert.Equal("hello world\n", await ShellAsync($"{curl} {_url}/foo"));
        Assert.Equal("foo\n", await ShellAsync($"{curl} {_url}/api/list | jq -r '.[] | select(.prefix_path == \"foo\") | .filename'"));
        Assert.Equal("foo\n", await ShellAsync($"{curl} {_url}/ | jq -r '.[] | select(.prefix_path == \"foo\") | .prefix_path'"));
        Assert.Equal("hello world\n", await ShellAsync($"{curl} {_url}/api/download_presigned/foo | jq -r .url | xargs curl -sS --fail-with-body"));
        await ShellAsync($"{curl} {_url}/api/upload_presigned/bar | jq -r .url | xargs curl -sS --fail-with-body -T foo");
        Assert.Equal("hello world\n", await ShellAsync($"{curl} {_url}/bar"));

        Assert.Equal("\"File uploaded\"", await ShellAsync($"cat foo | {curl} -T - {_url}/api/upload/dir/piped"));
        Assert.Equal("hello world\n", await ShellAsync($"{curl} {_url}/dir/piped"));
        Assert.Equal("world\n", await ShellAsync($"{curl} -r 6- {_url}/piped"));
        Assert.Equal("401", await ShellAsync($"curl -s -o /dev/null -w '%{{http_code}}' {_url}/foo"));
        Assert.Equal("204", await ShellAsync($"{curl} -o /dev/null -w '%{{http_code}}' -X DELETE {_url}/foo"));
        Assert.Equal("404", await ShellAsync($"curl -s -u nvclient:mysecretkey -o /dev/null -w '%{{http_code}}' {_url}/foo"));
    }

    [Fact]
    public async Task A_large_file_is_refused_with_a_way_out_and_downloads_with_a_redirect()
    {
        const string Curl = "curl -sS -u nvclient:mysecretkey";
        await ShellAsync("head -c 4194305 /dev/urandom > large");
        foreach (var source in (string[])["large", "-"])
        {
            Assert.Equal("413", await ShellAsync($"{Curl} -o refusal -w '%{{http_code}}' -T {source} {_url}/api/upload/large < large"));
            Assert.Equal("/api/upload_presigned/large\n", await ShellAsync("jq -r .detail refusal | grep -o '/api/[^ ]*'"));
        }

        await ShellAsync($"{Curl} {_url}/api/upload_presigned/large | jq -r .url | xargs curl -sS -T large");
        await ShellAsync($"{Curl} -L -o copy {_url}/large && cmp large copy");
        await ShellAsync($"{Curl} -X DELETE {_url}/large");
    }

    private async Task<string> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["-o", "pipefail", "-c", command])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}\n{output}{await errors}");
        return output;
    }
}
