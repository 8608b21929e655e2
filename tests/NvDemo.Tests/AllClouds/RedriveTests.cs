using System.Diagnostics;
using System.Text.Json;
using NvDemo.LocalClouds;
using NvDemo.Tests.Services;

namespace NvDemo.Tests.AllClouds;

/// <summary><c>./nv redrive</c> on what every cloud has given up.</summary>
[Collection(QueueCloudsCollection.Name)]
public sealed class RedriveTests : IAsyncLifetime
{
    private readonly IndexTable _index;
    private readonly (IndexQueue Queue, string Key)[] _clouds;
    private readonly string _folder = $"redrive-{Guid.NewGuid():N}";
    private readonly string _poison = $$"""{"Records":[{"eventName":null}],"id":"{{Guid.NewGuid():N}}"}""";
    private readonly string _state = Directory.CreateTempSubdirectory("nvdemo-redrive-").FullName;

    public RedriveTests(QueueCloudsFixture fixture)
    {
        _index = new IndexTable(fixture.Clouds.Data.Postgres);
        _clouds = [.. IndexQueues.Of(fixture.Clouds).Select(queue => (queue, $"{_folder}/{queue.Cloud}"))];
        Endpoints.Write(Path.Combine(_state, "endpoints.json"), fixture.Clouds);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_state, recursive: true);
        return _index.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task What_failed_for_a_passing_reason_is_indexed_and_what_is_malformed_comes_back()
    {
        foreach (var (queue, _) in _clouds)
            await queue.ClearDeadLettersAsync();
        await GiveUpAsync();

        var shown = await RedriveAsync("--dry-run");
        foreach (var (queue, _) in _clouds)
        {
            Assert.Contains($"{queue.Cloud}: 2 messages in {queue.DeadLetterName}.\n", shown, StringComparison.Ordinal);
            var bodies = await queue.DeadLettersAsync();
            Assert.Equal(2, bodies.Count);
            foreach (var body in bodies)
                Assert.Contains(body.Length > 200 ? $"  {body[..200]}…\n" : $"  {body}\n", shown, StringComparison.Ordinal);
        }

        foreach (var line in (await RedriveAsync("--dry-run", "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var report = JsonDocument.Parse(line).RootElement;
            var queue = _clouds.Select(cloud => cloud.Queue).Single(queue => queue.DeadLetterName == report.GetProperty("from").GetString());
            Assert.Equal((queue.Cloud.ToLowerInvariant(), queue.Name, 2),
                (report.GetProperty("cloud").GetString(), report.GetProperty("to").GetString(), report.GetProperty("messages").GetInt32()));
            Assert.Contains(_poison, report.GetProperty("bodies").EnumerateArray().Select(body => body.GetString()));
        }

        Assert.Equal(
            string.Concat(_clouds.Select(cloud =>
                $"{cloud.Queue.Cloud}: 2 messages moved from {cloud.Queue.DeadLetterName} to {cloud.Queue.Name}.\n")),
            await RedriveAsync());
        foreach (var (queue, _) in _clouds)
        {
            await Eventually.EqualAsync(0, queue.CountAsync);
            await Eventually.EqualAsync([_poison], queue.DeadLettersAsync);
        }

        Assert.Equal(_clouds.Select(cloud => cloud.Key), await _index.KeysAsync(_folder));
    }

    [Fact]
    public async Task An_unknown_option_moves_nothing()
    {
        using var process = Start("--dryrun");
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
    }

    /// <summary>Every cloud tries an event, and a message that is none, until it gives up, as there is no index for so long.</summary>
    private async Task GiveUpAsync()
    {
        await _index.ExecuteAsync("ALTER TABLE files RENAME TO files_away");
        try
        {
            foreach (var (queue, key) in _clouds)
                await queue.SendAsync([S3Notification.OfUploads(key), _poison]);
            foreach (var (queue, _) in _clouds)
                await Eventually.EqualAsync(0, queue.CountAsync);
        }
        finally
        {
            await _index.ExecuteAsync("ALTER TABLE files_away RENAME TO files");
        }
    }

    private async Task<string> RedriveAsync(params string[] options)
    {
        using var process = Start(options);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }

    private Process Start(params string[] options)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NvDemo.LocalClouds");
        var start = new ProcessStartInfo(program, ["redrive", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NV_STATE"] = _state;
        return Process.Start(start)!;
    }
}
