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
    [Fact]
    public async Task Reconcile_says_how_old_its_last_walk_is()
    {
        await fixture.Clouds.Aws.Lambda.InvokeAsync("reconcile", "{}"u8.ToArray(), CancellationToken.None);
        await AssertSaidAsync("reconcile", "ReconcileLag");
    }

    [Fact]
    public async Task Index_says_how_late_it_is()
    {
        using var client = new CloudClient(fixture.Clouds.Aws.Url);
        Assert.Equal(200, (await client.UploadAsync($"metrics-{Guid.NewGuid():N}", "x"u8.ToArray())).Status);
        await AssertSaidAsync("index", "IndexLag");
    }

    private async Task AssertSaidAsync(string function, string name)
    {
        var metric = new JsonElement();
        await Eventually.EqualAsync(true, async () => Find(await LogFile.ReadAsync(Path.Combine(fixture.Options.Directory, "logs", $"lambda-{function}.log")), name) is { } found && (metric = found).ValueKind == JsonValueKind.Object);
        var described = Assert.Single(metric.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray());
        Assert.Equal(
            $$"""{"Namespace":"NvDemo","Dimensions":[["Function"]],"Metrics":[{"Name":"{{name}}","Unit":"Seconds"}]}""", described.GetRawText());
        Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds(metric.GetProperty("_aws").GetProperty("Timestamp").GetInt64()),
            DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
        Assert.Equal(function, metric.GetProperty("Function").GetString());
        Assert.InRange(metric.GetProperty(name).GetDouble(), -60, 3600);
    }

    private static JsonElement? Find(string log, string name)
    {
        var line = log.Split('\n')[..^1].LastOrDefault(line => line.StartsWith("{\"_aws\"", StringComparison.Ordinal) && line.Contains($"\"{name}\"", StringComparison.Ordinal));
        return line is null ? null : JsonDocument.Parse(line).RootElement;
    }
}
