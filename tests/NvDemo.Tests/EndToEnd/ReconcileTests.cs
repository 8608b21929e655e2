using System.Text;
using System.Text.Json;
using Npgsql;
using NvDemo.LocalClouds.Services;
using NvDemo.Tests.Hosts;

namespace NvDemo.Tests.EndToEnd;

/// <summary>Lost events, and an index that is not what it should be, on both clouds.</summary>
[Collection(LocalCloudsCollection.Name)]
public sealed class ReconcileTests(LocalCloudsFixture fixture) : IDisposable
{
    private readonly CloudClient[] _clouds = [new(fixture.Clouds.Azure.Url), new(fixture.Clouds.Aws.Url)];
    private readonly string _folder = $"reconcile-{Guid.NewGuid():N}";

    public void Dispose() => Array.ForEach(_clouds, cloud => cloud.Dispose());

    [Fact]
    public async Task An_index_that_has_lost_and_invented_files_is_made_equal_to_the_bucket()
    {
        // With filenames of their own, as other tests look for files by the names of the odd keys.
        foreach (var key in OddKeys.All.Where(key => key.Length < 900))
            Assert.Equal(200, (await _clouds[0].UploadAsync($"{_folder}/{key}~", Encoding.UTF8.GetBytes(key))).Status);
        var expected = await ListAsync(_clouds[0]);

        await ExecuteAsync(
            $"DELETE FROM files WHERE prefix_path ^@ '{_folder}/' AND filename < 'a'",
            $"UPDATE files SET deleted_at = now() WHERE prefix_path ^@ '{_folder}/' AND filename > 't'",
            $"""
            INSERT INTO files (s3_bucket, prefix_path, filename, date_added, size, etag)
            VALUES ('{LocalAws.Bucket}', '{_folder}/ghost', 'ghost', now(), 1, 'x')
            """);

        var dry = await ReconcileAsync("""{"dry_run":true}""");
        Assert.True(dry.GetProperty("missing").GetInt64() > 1);
        Assert.Equal(0, dry.GetProperty("repaired").GetInt64());
        var report = await ReconcileAsync("{}");
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
                await ReconcileAsync("{}");
        });
        try
        {
            for (var i = 0; i < 60; i++)
            {
                var (one, other) = (_clouds[i % 2], _clouds[(i + 1) % 2]);
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

    [Fact]
    public async Task The_azure_side_reconciles_too()
    {
        var key = $"{_folder}/lost";
        Assert.Equal(200, (await _clouds[1].UploadAsync(key, "x"u8.ToArray())).Status);
        await ExecuteAsync($"DELETE FROM files WHERE prefix_path = '{key}'");
        await _clouds[0].RunFunctionAsync("reconcile");
        await Eventually.EqualAsync([key], () => ListAsync(_clouds[1]));
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

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection($"{fixture.Clouds.Data.Postgres.ConnectionString};Username={PostgresServer.UserName}");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
