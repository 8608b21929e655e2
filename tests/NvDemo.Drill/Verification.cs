using System.Globalization;
using System.Text;
using Amazon.S3.Model;
using Azure.Storage.Queues;
using Npgsql;
using NvDemo.Drill.Clients;
using NvDemo.Drill.Faults;
using NvDemo.Drill.History;
using NvDemo.Drill.Scenarios;
using NvDemo.LocalClouds.Azure;
using NvDemo.LocalClouds.Services;

namespace NvDemo.Drill;

/// <summary>
/// After a scenario: both clouds are well, every event is taken and none is given up, and bucket, index, lists and downloads of both clouds
/// say the same. The downloads go into the history, which tells whether that is also what was acknowledged.
/// </summary>
internal sealed class Verification(
    Site site, Scenario scenario, IReadOnlyList<string> prefixes, DrillHistory history, Reader reader, Routes routes)
{
    /// <summary>Of a cached page.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90), Interval = TimeSpan.FromMilliseconds(250);

    private readonly List<string> _failures = [];

    /// <summary>How many there are at the end.</summary>
    public int Files { get; private set; }

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await WellAsync();
        await QuietAsync();
        if (scenario.LosesEvents)
            await ReconcileAsync();
        foreach (var prefix in prefixes)
        {
            await VerifyAsync(prefix);
            await VerifyAsync(Writer.PresignedOf(prefix));
        }

        return _failures;
    }

    private async Task WellAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var cloud in site.Clouds.All)
            await ReachedAsync($"{cloud.Title} is well", () => IsWellAsync(new Uri(cloud.Url, "health")));
        await ReachedAsync("the front is back at AWS", () => IsWellAsync(new Uri(site.Clouds.FrontUrl!, "health"), site.Clouds.Aws.Name));

        async Task<bool> IsWellAsync(Uri url, string? cloud = null)
        {
            try
            {
                using var response = await http.GetAsync(url);
                return response.IsSuccessStatusCode && (cloud is null || (response.Headers.TryGetValues("X-Nv-Cloud", out var values) && values.First() == cloud));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }
    }

    private async Task QuietAsync()
    {
        var aws = site.Data.Aws;
        var azure = new QueueServiceClient(site.Clouds.Azure.Azurite.ConnectionString);
        await ReachedAsync("the queues are empty", async () =>
            await CountAsync(aws.QueueUrl) == 0 && await CountAsync(aws.ForwardQueueUrl) == 0 && await PendingAsync(AzuriteServer.EventQueue) == 0);
        await ReachedAsync("no event is given up", async () =>
            await CountAsync(aws.DeadLetterQueueUrl) == 0 && await CountAsync(aws.WebhookDeadLetterQueueUrl) == 0 && await PendingAsync(AzuriteServer.PoisonQueue) == 0);

        async Task<int> CountAsync(string queue)
        {
            string[] names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"];
            var attributes = (await aws.Sqs.GetQueueAttributesAsync(queue, [.. names])).Attributes;
            return names.Sum(name => int.Parse(attributes[name], CultureInfo.InvariantCulture));
        }

        async Task<int> PendingAsync(string queue) => (await azure.GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;
    }

    private async Task ReconcileAsync()
    {
        var result = await site.Clouds.Aws.Lambda.InvokeAsync("reconcile", Encoding.UTF8.GetBytes("""{"dry_run":false,"after":""}"""), CancellationToken.None);
        if (result.IsError)
            _failures.Add($"reconcile failed: {result.ErrorType}: {result.ErrorMessage}");
    }

    private async Task VerifyAsync(string prefix)
    {
        var bucket = await BucketAsync(prefix);
        Files += bucket.Count;
        Compare("the index", bucket, await IndexAsync(prefix), prefix);
        foreach (var client in routes.Direct)
        {
            // A list may be as old as a cached page where Redis could not be told.
            if (scenario.Cache != CacheFault.None)
                await ReachedAsync($"the list of {client.Route} is the bucket's", async () => Differences(Sizes(bucket), await ListAsync(client, prefix)).Count == 0, Lifetime + Lifetime / 4);
            Compare($"the list of {client.Route}", Sizes(bucket), await ListAsync(client, prefix), prefix);
            foreach (var key in Keys(prefix, bucket))
            {
                long? stored = bucket.TryGetValue(key, out var file) ? file.Size : null;
                var (isAnswered, size) = await reader.DownloadAsync(client, key);
                if (!isAnswered || size != stored)
                    _failures.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {client.Route} {(isAnswered ? $"serves {size} bytes" : "does not answer")}, the bucket has {stored}"));
            }
        }
    }

    /// <summary>Also those that were deleted.</summary>
    private List<string> Keys(string prefix, Dictionary<string, (long Size, string ETag)> bucket) =>
    [
        .. history.Registers.Select(operation => operation.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Concat(bucket.Keys).Distinct().Order(StringComparer.Ordinal),
    ];

    private async Task<Dictionary<string, (long Size, string ETag)>> BucketAsync(string prefix)
    {
        var objects = (await site.Data.Aws.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = LocalAws.Bucket, Prefix = prefix })).S3Objects ?? [];
        return objects.ToDictionary(file => file.Key, file => (file.Size!.Value, file.ETag.Trim('"')), StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, (long Size, string ETag)>> IndexAsync(string prefix)
    {
        await using var connection = new NpgsqlConnection(
            $"{site.Data.Postgres.ConnectionString};Username={PostgresServer.UserName};Password={PostgresServer.Password};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT prefix_path, size, etag FROM files WHERE s3_bucket = $1 AND starts_with(prefix_path, $2) AND deleted_at IS NULL", connection)
        {
            Parameters = { new() { Value = LocalAws.Bucket }, new() { Value = prefix } },
        };
        await using var rows = await command.ExecuteReaderAsync();
        var files = new Dictionary<string, (long, string)>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
            files[rows.GetString(0)] = (rows.GetInt64(1), rows.GetString(2).Trim('"'));
        return files;
    }

    private async Task<Dictionary<string, long>> ListAsync(DrillClient client, string prefix) =>
        (await reader.ListAsync(client, prefix, isChecked: prefixes.Contains(prefix)) ?? []).ToDictionary(file => file.Key, file => file.Size ?? -1, StringComparer.Ordinal);

    private static Dictionary<string, long> Sizes(Dictionary<string, (long Size, string ETag)> files) => files.ToDictionary(file => file.Key, file => file.Value.Size, StringComparer.Ordinal);

    private void Compare<T>(string what, Dictionary<string, T> bucket, Dictionary<string, T> other, string prefix) where T : struct
    {
        foreach (var difference in Differences(bucket, other))
            _failures.Add($"{what} differs from the bucket in {prefix}: {difference}");
    }

    private static List<string> Differences<T>(Dictionary<string, T> bucket, Dictionary<string, T> other) where T : struct =>
    [
        .. bucket.Where(file => !other.TryGetValue(file.Key, out var had) || !had.Equals(file.Value)).Select(file => $"{file.Key} is {file.Value}, not {(other.TryGetValue(file.Key, out var had) ? $"{had}" : "absent")}"),
        .. other.Where(file => !bucket.ContainsKey(file.Key)).Select(file => $"{file.Key} is absent, not {file.Value}"),
    ];

    private async Task ReachedAsync(string state, Func<Task<bool>> isReached, TimeSpan? patience = null)
    {
        var deadline = HistoryClock.Now + (patience ?? Patience);
        while (!await isReached())
        {
            if (HistoryClock.Now > deadline)
            {
                _failures.Add($"not within {(patience ?? Patience).TotalSeconds:F0} s: {state}");
                return;
            }

            await Task.Delay(Interval);
        }
    }
}
