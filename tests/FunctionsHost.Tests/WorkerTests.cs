using NvDemo.LocalClouds.Processes;

namespace FunctionsHost.Tests;

/// <summary>Workers that are started, die and end.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task A_worker_that_was_killed_fails_its_requests_and_another_is_started()
    {
        await using var host = await TestHost.StartAsync();
        var hanging = host.StatusOfAsync(HttpMethod.Get, "api/hangs");
        await host.RanAsync("hangs", 1);
        var killed = Assert.Single(host.Workers());
        host.KillWorkers();
        Assert.Equal(500, await hanging);

        // Waits for the next worker.
        Assert.Equal("hello again", await host.Client.GetStringAsync("api/hello/again"));
        Assert.NotEqual(killed, Assert.Single(host.Workers()));
    }

    [Fact]
    public async Task A_reply_that_had_begun_is_cut_off_when_the_worker_is_killed()
    {
        await using var host = await TestHost.StartAsync();
        using var reply = await host.SendAsync(HttpMethod.Get, "api/pieces");
        Assert.Equal(200, (int)reply.StatusCode);
        var killed = Assert.Single(host.Workers());
        host.KillWorkers();
        await Assert.ThrowsAsync<HttpRequestException>(() => reply.Content.CopyToAsync(Stream.Null));

        // The connection may be gone before the host knows that the worker is.
        await Eventually.EqualAsync(true, () => Task.FromResult(host.Workers() is [var next] && next != killed));
        Assert.Equal("hello again", await host.Client.GetStringAsync("api/hello/again"));
    }

    [Fact]
    public async Task A_worker_does_not_outlive_a_host_that_was_killed()
    {
        await using var host = await TestHost.StartAsync();
        var worker = Assert.Single(host.Workers());
        await host.KillHostAsync();
        await Eventually.EqualAsync([], () => Task.FromResult(ProcessTree.ArgumentsOf(worker)));
    }

    [Fact]
    public async Task A_stop_lets_a_request_end_and_then_the_worker()
    {
        await using var host = await TestHost.StartAsync();
        var worker = Assert.Single(host.Workers());
        var reply = host.Client.GetStringAsync("api/hangs");
        await host.RanAsync("hangs", 1);
        var stopping = host.StopAsync();
        host.Release("hangs");
        Assert.Equal("released", await reply);
        await stopping;
        Assert.Equal(0, host.ExitCode);
        Assert.Empty(ProcessTree.ArgumentsOf(worker));
    }

    [Fact]
    public async Task Several_workers_take_turns()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?> { ["FUNCTIONS_WORKER_PROCESS_COUNT"] = "3" });
        var seen = new HashSet<string>();
        await Eventually.EqualAsync(3, async () =>
        {
            using var reply = await host.SendAsync(HttpMethod.Get, "api/echo/x");
            seen.Add(reply.Headers.GetValues("X-Process").Single());
            return seen.Count;
        });
        Assert.Equal(host.Workers().Select(pid => $"{pid}").Order(), seen.Order());
    }

    [Fact]
    public async Task Ten_thousand_requests_leave_nothing_behind()
    {
        // Each of the 160 MB that pass would stay, if it did, in a heap of 48 MiB.
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x3000000" });
        await PostAsync(host, 1_000);
        var before = OpenFiles(host);
        await PostAsync(host, 10_000);
        await Eventually.EqualAsync(true, () => Task.FromResult(OpenFiles(host) <= before + 16));
        Assert.Single(host.Workers());
    }

    private static Task PostAsync(TestHost host, int count) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, stop) =>
        {
            var content = new byte[16 * 1024];
            using var reply = await host.Client.PostAsync("api/echo/x", new ByteArrayContent(content), stop);
            Assert.Equal(200, (int)reply.StatusCode);
            Assert.Equal(content.Length, (await reply.Content.ReadAsByteArrayAsync(stop)).Length);
        });

    private static int OpenFiles(TestHost host) => Directory.GetFileSystemEntries($"/proc/{host.ProcessId}/fd").Length;
}
