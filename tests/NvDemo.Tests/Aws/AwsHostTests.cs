using System.Text;
using NvDemo.Tests.Contracts;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

[Collection(LocalCloudsCollection.Name)]
public sealed class AwsHostTests(LocalCloudsFixture fixture) : HostContract(fixture.Clouds.Aws.Url, "aws")
{
    protected override Task<IAsyncDisposable> KeepVersionsAsync() => fixture.KeepVersionsAsync();

    [Fact]
    public async Task Postgres_init_takes_any_event()
    {
        foreach (var input in (string[])["{}", "[1]", "\"x\"", "{\"a\":{\"b\":1}}"])
        {
            var result = await fixture.Clouds.Aws.Lambda.InvokeAsync("postgres-init", Encoding.UTF8.GetBytes(input), CancellationToken.None);
            Assert.Equal("{\"applied\":[]}", Encoding.UTF8.GetString(result.Payload.Span));
        }
    }

    [Fact]
    public async Task Health_has_a_function_of_its_own()
    {
        var id = (await Client.SendAsync("GET", "/health", authorization: null)).Header("X-Request-Id")!;
        var logs = Path.Combine(fixture.Options.Directory, "logs");
        await Eventually.EqualAsync(true, async () => (await LogFile.ReadAsync(Path.Combine(logs, "lambda-health.log"))).Contains(id, StringComparison.Ordinal));
        Assert.DoesNotContain(id, await LogFile.ReadAsync(Path.Combine(logs, "lambda-api.log")));
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData(""","prefixes":"[\"team-a/\"]" """, 200)]
    [InlineData(""","prefixes":"[]" """, 403)]
    [InlineData(""","prefixes":"" """, 403)]
    [InlineData(""","prefixes":"team-a/" """, 403)]
    [InlineData(""","prefixes":"[\"team-a\"]" """, 403)]
    [InlineData(""","prefixes":"{}" """, 403)]
    public async Task Prefixes_that_can_not_be_read_permit_nothing(string prefixes, int status)
    {
        var result = await fixture.Clouds.Aws.Lambda.InvokeAsync(
            "api", Encoding.UTF8.GetBytes($$$$"""
                {"path":"/api/list","httpMethod":"GET","requestContext":{"requestId":"r","authorizer":{"username":"u","scopes":"read"{{{{prefixes}}}}}}}
                """), CancellationToken.None);
        Assert.Contains($"\"statusCode\":{status}", Encoding.UTF8.GetString(result.Payload.Span));
    }

    [Fact]
    public async Task The_api_function_trusts_nobody_but_the_authorizer()
    {
        var result = await fixture.Clouds.Aws.Lambda.InvokeAsync(
            "api", Encoding.UTF8.GetBytes($$$"""
                {"path":"/api/list","httpMethod":"GET","headers":{"Authorization":"{{{CloudClient.Authorization}}}"},"requestContext":{"requestId":"r"}}
                """), CancellationToken.None);
        Assert.Contains("\"statusCode\":403", Encoding.UTF8.GetString(result.Payload.Span));
    }
}
