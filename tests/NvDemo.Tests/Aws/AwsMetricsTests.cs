using System.Text.Json;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

/// <summary>
/// The metrics in the functions' logs, in the form of which CloudWatch makes metrics
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class AwsMetricsTests(LocalCloudsFixture fixture)
{
    private readonly DateTimeOffset _began = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    [Fact]
    public async Task Reconcile_says_how_old_its_last_walk_is()
    {
        await fixture.Clouds.Aws.Lambda.InvokeAsync("reconcile", "{}"u8.ToArray(), CancellationToken.None);
        Assert.InRange((await AssertSaidAsync("reconcile", "ReconcileLag")).GetDouble(), -60, 3600);
    }

    [Fact]
    public async Task A_request_says_in_one_line_what_it_took_and_whether_the_cache_had_it()
    {
        using var client = new CloudClient(fixture.Clouds.Aws.Url);
        var path = $"/api/list?limit=1&prefix=metrics-{Guid.NewGuid():N}/";
        var page = await client.GetAsync(path);
        Assert.Equal(200, page.Status);
        await AssertSaidAsync("api", "CacheMisses", "Count");
        // The page may not be stored yet, or Redis not answer in time.
        await Eventually.EqualAsync(true, async () => (await client.GetAsync(path)).Status == 200 && await LastAsync("api", "CacheHits") is not null);
        await AssertSaidAsync("api", "CacheHits", "Count");
        Assert.Equal(0, (await AssertSaidAsync("api", "ServerErrors", "Count")).GetInt32());
        Assert.Equal(page.Body.Length, (await AssertSaidAsync("api", "ResponseBytes", "Bytes")).GetInt32());
    }

    [Fact]
    public async Task Refused_credentials_are_counted()
    {
        using var client = new CloudClient(fixture.Clouds.Aws.Url);
        Assert.Equal(403, (await client.SendAsync("GET", "/api/list", authorization: CloudClient.Basic($"nobody:{Guid.NewGuid():N}"))).Status);
        Assert.Equal(1, (await AssertSaidAsync("authorizer", "AuthenticationFailures", "Count")).GetInt32());
    }

    [Fact]
    public async Task Index_says_how_late_it_is()
    {
        using var client = new CloudClient(fixture.Clouds.Aws.Url);
        Assert.Equal(200, (await client.UploadAsync($"metrics-{Guid.NewGuid():N}", "x"u8.ToArray())).Status);
        Assert.InRange((await AssertSaidAsync("index", "IndexLag")).GetDouble(), -60, 3600);
    }

    private async Task<JsonElement> AssertSaidAsync(string function, string name, string unit = "Seconds")
    {
        var metric = new JsonElement();
        await Eventually.EqualAsync(true, async () => await LastAsync(function, name) is { } found && (metric = found).ValueKind == JsonValueKind.Object);
        var described = Assert.Single(metric.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray());
        Assert.Equal("NvDemo", described.GetProperty("Namespace").GetString());
        Assert.Equal("""[["Function"]]""", described.GetProperty("Dimensions").GetRawText());
        var all = described.GetProperty("Metrics").EnumerateArray().Select(one => one.GetRawText()).ToList();
        Assert.Contains($$"""{"Name":"{{name}}","Unit":"{{unit}}"}""", all);
        Assert.Equal(all.Count, metric.EnumerateObject().Count(member => member.Name is not ("_aws" or "Function")));
        Assert.InRange(TimeOf(metric), _began, DateTimeOffset.UtcNow);
        Assert.Equal(function, metric.GetProperty("Function").GetString());
        return metric.GetProperty(name);
    }

    /// <summary>The last one since the test began.</summary>
    private async Task<JsonElement?> LastAsync(string function, string name)
    {
        var log = await LogFile.ReadAsync(Path.Combine(fixture.Options.Directory, "logs", $"lambda-{function}.log"));
        var line = log.Split('\n')[..^1].LastOrDefault(line => line.StartsWith("{\"_aws\"", StringComparison.Ordinal) && line.Contains($"\"{name}\"", StringComparison.Ordinal));
        return line is not null && JsonDocument.Parse(line).RootElement is var metric && TimeOf(metric) >= _began ? metric : null;
    }

    private static DateTimeOffset TimeOf(JsonElement metric) =>
        DateTimeOffset.FromUnixTimeMilliseconds(metric.GetProperty("_aws").GetProperty("Timestamp").GetInt64());
}
