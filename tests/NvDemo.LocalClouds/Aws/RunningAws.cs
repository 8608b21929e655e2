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
    public async Task<ReconcileTotals?> ReconcileAsync(bool isDryRun, Action<string> tell)
    {
        var all = ReconcileTotals.Empty;
        for (var next = (string?)""; next is not null; next = all.Next)
        {
            var input = JsonSerializer.Serialize(new { dry_run = isDryRun, after = next, max_keys = Stretch });
            var stretch = JsonSerializer.Deserialize<ReconcileTotals>(await InvokeAsync("reconcile", input))!;
            foreach (var sample in stretch.Samples)
                tell(sample);
            all = all.Then(stretch);
            if (all.Next is not null)
                tell($"… {all.Objects} objects and {all.Files} files so far, at {all.Next}");
        }

        return all;
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
