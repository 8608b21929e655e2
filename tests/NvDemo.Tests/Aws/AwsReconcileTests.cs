using System.Text;
using System.Text.Json;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.Aws;

/// <summary>Lost events, and an index that is not what it should be.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class AwsReconcileTests(LocalCloudsFixture fixture) : IAsyncLifetime
{
    private readonly CloudClient[] _clouds = [.. fixture.Clouds.All.Select(cloud => new CloudClient(cloud.Url))];
    private readonly IndexTable _index = new(fixture.Clouds.Data.Postgres);
    private readonly string _folder = $"reconcile-{Guid.NewGuid():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Array.ForEach(_clouds, cloud => cloud.Dispose());
        return _index.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task An_index_that_has_lost_and_invented_files_is_made_equal_to_the_bucket()
    {
        // With filenames of their own, as other tests look for files by the names of the odd keys.
        foreach (var key in OddKeys.All.Where(key => key.Length < 900))
            Assert.Equal(200, (await _clouds[0].UploadAsync($"{_folder}/{key}~", Encoding.UTF8.GetBytes(key))).Status);
        var expected = await ListAsync(_clouds[0]);

        await IndexQueues.DrainedAsync(fixture.Clouds);
        await _index.ExecuteAsync(
            $"""
            DELETE FROM files WHERE prefix_path ^@ '{_folder}/' AND filename < 'a';
            UPDATE files SET deleted_at = now() WHERE prefix_path ^@ '{_folder}/' AND filename > 't';
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, etag)
            VALUES ('{LocalAws.Bucket}', '{_folder}/ghost', 'ghost', now(), 1, 'x')
            """);

        var dry = await ReconcileAsync("""{"dry_run":true}""");
        Assert.True(dry.GetProperty("missing").GetInt64() > 1);
        Assert.Equal(0, dry.GetProperty("repaired").GetInt64());
        var report = await ReconcileAsync("""{"full":true}""");
        Assert.True(report.GetProperty("repaired").GetInt64() > 1);
        Assert.Contains($"ghost {_folder}/ghost", report.GetProperty("samples").EnumerateArray().Select(sample => sample.GetString()));
        foreach (var cloud in _clouds)
            Assert.Equal(expected, await ListAsync(cloud));
    }

    [Fact]
    public async Task Reconciling_disturbs_nothing_that_goes_on_meanwhile()
    {
        using var stop = new CancellationTokenSource();
        var reconciling = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await ReconcileAsync("""{"full":true}""");
        });
        try
        {
            for (var i = 0; i < 60; i++)
            {
                var (one, other) = (_clouds[i % _clouds.Length], _clouds[(i + 1) % _clouds.Length]);
                var key = $"{_folder}/busy{i % 5}";
                var isUpload = i % 3 != 2;
                Assert.Equal(isUpload ? 200 : 204, (isUpload ? await one.UploadAsync(key, [(byte)i]) : await one.DeleteAsync(key)).Status);
                Assert.Equal(isUpload, (await ListAsync(other)).Contains(key));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reconciling;
        }
    }

    private async Task<JsonElement> ReconcileAsync(string input)
    {
        var result = await fixture.Clouds.Aws.Lambda.InvokeAsync("reconcile", Encoding.UTF8.GetBytes(input), CancellationToken.None);
        Assert.False(result.IsError, result.ErrorMessage);
        using var report = JsonDocument.Parse(result.Payload);
        Assert.False(report.RootElement.TryGetProperty("next", out _));
        return report.RootElement.Clone();
    }

    private async Task<string[]> ListAsync(CloudClient cloud) => [.. (await cloud.GetAsync($"/api/list?prefix={_folder}/")).Keys.Order(StringComparer.Ordinal)];
}
