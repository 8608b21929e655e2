using System.Text;
using System.Text.Json;
using Amazon.SQS;
using NvDemo.LocalClouds.Commands;
using NvDemo.LocalClouds.Services;

namespace NvDemo.LocalClouds.Aws;

/// <summary>The AWS side of the running clouds.</summary>
internal sealed class RunningAws : IRunningCloud
{
    private const int Stretch = 50_000;

    private readonly Uri _functions;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly AmazonSQSClient _sqs;

    public RunningAws(RunningClouds clouds)
    {
        _functions = new Uri(clouds.Endpoint("lambda") + "/2015-03-31/functions/");
        _sqs = new AmazonSQSClient(
            clouds.Endpoint("access_key"),
            clouds.Endpoint("secret_key"),
            new AmazonSQSConfig { ServiceURL = clouds.Endpoint("aws_endpoint"), AuthenticationRegion = LocalAws.Region });
        DeadLetters = new SqsDeadLetterQueue(_sqs, clouds.Endpoint("dead_letter_queue_url"), clouds.Endpoint("queue_url"));
    }

    public string Title => "AWS";

    public DeadLetterQueue DeadLetters { get; }

    public Task<string> MigrateAsync() => InvokeAsync("postgres-init", "{}");

    /// <summary>Runs it a stretch of keys at a time.</summary>
    public async Task ReconcileAsync(bool isDryRun)
    {
        var next = (string?)"";
        var totals = new SortedDictionary<string, long>();
        while (next is not null)
        {
            var input = JsonSerializer.Serialize(new { dry_run = isDryRun, after = next, max_keys = Stretch });
            using var report = JsonDocument.Parse(await InvokeAsync("reconcile", input));
            foreach (var property in report.RootElement.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Number))
                totals[property.Name] = totals.GetValueOrDefault(property.Name) + property.Value.GetInt64();
            foreach (var sample in report.RootElement.GetProperty("samples").EnumerateArray())
                Console.WriteLine(sample.GetString());
            next = report.RootElement.TryGetProperty("next", out var key) ? key.GetString() : null;
            if (next is not null)
                Console.WriteLine($"… {totals["objects"]} objects and {totals["files"]} files so far, at {next}");
        }

        var outcome = isDryRun ? "nothing was changed" : $"{totals["repaired"]} repaired, {totals["purged"]} old tombstones forgotten";
        Console.WriteLine(
            $"{totals["objects"]} objects, {totals["files"]} files: {totals["missing"]} missing, {totals["stale"]} stale, {totals["ghosts"]} ghosts; {outcome}.");
    }

    public void Dispose()
    {
        _http.Dispose();
        _sqs.Dispose();
    }

    private async Task<string> InvokeAsync(string function, string input)
    {
        using var content = new StringContent(input, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(_functions, $"{function}/invocations"), content);
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode && !response.Headers.Contains("X-Amz-Function-Error")
            ? answer
            : throw new InvalidOperationException(answer);
    }
}
