using System.Collections.Concurrent;
using System.Text;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using NvDemo.LocalClouds;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.EndToEnd;

/// <summary>One cloud's compute is lost in the middle of its work: the other serves on, and nothing that was acknowledged is lost.</summary>
[Collection(QueueCloudsCollection.Name)]
public sealed class FailoverTests : IAsyncLifetime
{
    private const int Writers = 4, LostAfterChanges = 40, FilesAfterwards = 15, MostFiles = 1000;

    private readonly string _directory = Directory.CreateTempSubdirectory("nvdemo-failover-").FullName;
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();
    private readonly TaskCompletionSource _busy = new();
    private int _changes;
    private Clouds? _clouds;

    private Clouds Clouds => _clouds!;

    public async Task InitializeAsync() =>
        _clouds = await Clouds.StartAsync(new CloudsOptions(_directory), NullLoggerFactory.Instance);

    public async Task DisposeAsync()
    {
        if (_clouds is not null)
            await _clouds.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("azure")]
    [InlineData("aws")]
    public async Task Clients_go_on_with_the_other_cloud_and_find_everything(string lost)
    {
        var (first, second) = lost == "azure" ? (Clouds.Azure.Url, Clouds.Aws.Url) : (Clouds.Aws.Url, Clouds.Azure.Url);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, first, second)));
        await Task.WhenAny(_busy.Task, writing);
        await LoseAsync(lost);
        Assert.All(await writing, wentOver => Assert.True(wentOver));

        using var client = new CloudClient(second);
        Assert.Equal(_acknowledged.Keys.Order(StringComparer.Ordinal), await KeysAsync(client));
        foreach (var (key, content) in _acknowledged)
            Assert.Equal(content, (await client.DownloadAsync(key)).Text);

        await Clouds.Data.Aws.S3.PutObjectAsync(
            new PutObjectRequest { BucketName = LocalAws.Bucket, Key = "put/by somebody else", ContentBody = "x" });
        await Eventually.EqualAsync(
            ["put/by somebody else"], async () => (IReadOnlyList<string>)[.. (await client.GetAsync("/api/list?prefix=put/")).Keys]);
    }

    /// <summary>Uploads files and deletes some of them; what a cloud does not acknowledge is done again with the other.</summary>
    /// <returns>Whether it went over to the other, and did enough there.</returns>
    private async Task<bool> WriteAsync(int writer, Uri first, Uri second)
    {
        using CloudClient one = new(first), other = new(second);
        var (current, left) = (one, FilesAfterwards);
        for (var i = 0; left > 0 && i < MostFiles; i++)
        {
            var (key, content) = ($"files/{writer}/{i}", $"content of {writer} {i}");
            await DoAsync(cloud => cloud.UploadAsync(key, Encoding.UTF8.GetBytes(content)), 200);
            _acknowledged[key] = content;
            if (i % 3 == 2)
            {
                var old = $"files/{writer}/{i - 1}";
                await DoAsync(cloud => cloud.DeleteAsync(old), 204);
                _acknowledged.TryRemove(old, out _);
            }

            if (current == other)
                left--;
        }

        return left == 0;

        async Task DoAsync(Func<CloudClient, Task<CloudReply>> change, int status)
        {
            if (!await IsAcknowledgedAsync(current))
            {
                current = other;
                await Eventually.EqualAsync(true, () => IsAcknowledgedAsync(current));
            }

            if (Interlocked.Increment(ref _changes) == LostAfterChanges)
                _busy.SetResult();

            async Task<bool> IsAcknowledgedAsync(CloudClient cloud)
            {
                try
                {
                    return (await change(cloud)).Status == status;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }
        }
    }

    private Task LoseAsync(string cloud) => cloud == "azure" ? Clouds.Azure.Functions.KillAsync() : Clouds.Aws.Lambda.StopAsync();

    private static async Task<IReadOnlyList<string>> KeysAsync(CloudClient client) =>
        [.. (await client.GetAsync("/api/list?limit=1000&prefix=files/")).Keys.Order(StringComparer.Ordinal)];
}
