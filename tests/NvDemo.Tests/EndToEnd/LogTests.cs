using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd;

/// <summary>What the service writes into its logs, and what it does not.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed partial class LogTests(LocalCloudsFixture fixture)
{
    private readonly string _id = $"log-{Guid.NewGuid():N}";

    private string Logs => Path.Combine(fixture.Options.Directory, "logs");

    [Fact]
    public async Task Each_request_is_a_line_that_says_who_did_what_to_which_file()
    {
        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            var key = $"{_id}/{cloud.Name} ä.txt";
            var reply = await client.SendAsync(
                "PUT", "/api/upload/" + OddKeys.Encode(key), new ByteArrayContent("12345"u8.ToArray()), headers: ("X-Request-Id", $"{_id}-{cloud.Name}"));
            Assert.Equal(200, reply.Status);
        }

        await AssertLineAsync("aws", "lambda-api.log");
        await AssertLineAsync("azure", "functions.log");
    }

    [Fact]
    public async Task On_aws_a_line_is_json()
    {
        using var client = new CloudClient(fixture.Clouds.Aws.Url);
        await client.SendAsync("GET", "/api/list?limit=1", headers: ("X-Request-Id", _id));
        var line = JsonDocument.Parse(await FindAsync("lambda-api.log", _id)).RootElement;
        var state = line.GetProperty("State");
        Assert.Equal("Information", line.GetProperty("LogLevel").GetString());
        Assert.Equal("GET", state.GetProperty("Method").GetString());
        Assert.Equal("/api/list", state.GetProperty("Route").GetString());
        Assert.Equal(200, state.GetProperty("Status").GetInt32());
        Assert.Equal(LocalAws.ClientUserName, state.GetProperty("Client").GetString());
        Assert.Contains(line.GetProperty("Scopes").EnumerateArray(), scope => scope.TryGetProperty("RequestId", out var id) && id.GetString() == _id);
    }

    [Fact]
    public async Task The_access_log_has_a_line_in_the_combined_format()
    {
        foreach (var (cloud, log) in fixture.Clouds.All.Select(cloud => (cloud, cloud.Name == "aws" ? "lambda-api.log" : "functions.log")))
        {
            using var client = new CloudClient(cloud.Url);
            await client.SendAsync(
                "GET", $"/api/list?limit=1&prefix={_id}", headers: [("User-Agent", $"tests/1 ({_id})"), ("Referer", $"https://app.example/{_id}?code=secret")]);
            var line = await FindAsync(log, $"({_id})", "HTTP/1.1");
            // In JSON, quotes are escaped.
            Assert.Matches(
                @"127\.0\.0\.1 - nvclient \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] ""GET /api/list HTTP/1\.1"" 200 2 ""https://app\.example/\S+"" ""tests/1 \(",
                line.Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\u002B", "+", StringComparison.Ordinal));
            Assert.DoesNotContain("secret", line);
            Assert.DoesNotContain("limit=", line);
        }
    }

    /// <summary>Of everything that the tests before have done, too.</summary>
    [Fact]
    public async Task No_log_of_the_service_has_a_secret_or_a_signature()
    {
        foreach (var cloud in fixture.Clouds.All)
        {
            using var client = new CloudClient(cloud.Url);
            await client.SendAsync("GET", "/api/list", authorization: CloudClient.Basic($"nobody:{_id}"));
            var request = $"{_id}-{cloud.Name}-presigned";
            Assert.Equal(200, (await client.SendAsync("GET", $"/api/upload_presigned/{_id}", headers: ("X-Request-Id", request))).Status);
            await FindAsync(cloud.Name == "azure" ? "functions.log" : "lambda-api.log", request);
        }

        string[] secrets =
        [
            LocalAws.ClientPassword, LocalAws.SecretKey, PostgresServer.Password, PostgresServer.ServicePassword, FunctionsApp.MasterKey, CloudClient.Authorization["Basic ".Length..],
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"nobody:{_id}")), "AccountKey=", "X-Amz-Signature=",
        ];
        string[] logs = [Path.Combine(Logs, "functions.log"), .. Directory.GetFiles(Logs, "lambda-*.log")];
        Assert.NotEmpty(logs);
        foreach (var log in logs)
        {
            var text = await LogFile.ReadAsync(log);
            Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
        }
    }

    private async Task AssertLineAsync(string cloud, string log)
    {
        var line = await FindAsync(log, $"{_id}-{cloud}");
        Assert.Contains(
            $"client {LocalAws.ClientUserName}, key {_id}/{cloud}%20%C3%A4.txt, request {_id}-{cloud}, invocation ", line, StringComparison.Ordinal);
        Assert.Matches(Answered(), line);
    }

    private async Task<string> FindAsync(string log, string text, string kind = " bytes in")
    {
        string? line = null;
        await Eventually.EqualAsync(true, async () => (line = (await LogFile.ReadAsync(Path.Combine(Logs, log))).Split('\n')[..^1]
            .FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal) && line.Contains(kind, StringComparison.Ordinal))) is not null);
        return line!;
    }

    [GeneratedRegex(@"PUT /api/upload/\{key\} 200 in \d+\.\d ms, 5 bytes in, \d+ out, ")]
    private static partial Regex Answered();
}
