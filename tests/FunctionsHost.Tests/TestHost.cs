using System.Text.Json;
using NvDemo.LocalClouds.Processes;

namespace FunctionsHost.Tests;

/// <summary>The host as a process of its own, with the test app, and the journal of what the app's functions did.</summary>
public sealed class TestHost : IAsyncDisposable
{
    public const string MasterKey = "test-master-key";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("functions-host-");
    private readonly ChildProcessOptions _command;
    private ChildProcess? _process;

    /// <summary>Describes a host; nothing runs yet. Timer functions are disabled unless settings say otherwise.</summary>
    public TestHost(IReadOnlyDictionary<string, string?>? settings = null, params string[] options)
    {
        Journal = Path.Combine(_folder.FullName, "journal");
        var environment = new Dictionary<string, string?>
        {
            ["JOURNAL"] = Journal,
            ["EVERY_SECOND"] = "* * * * * *",
            ["AzureWebJobsMasterKey"] = MasterKey,
            ["AzureWebJobs.queue.Disabled"] = "1",
        };
        foreach (var timer in (string[])["every-second", "failing", "held", "at-start", "yearly"])
            environment[$"AzureWebJobs.{timer}.Disabled"] = "true";
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
            environment[name] = value;

        var port = LoopbackPort.Free();
        Url = new Uri($"http://127.0.0.1:{port}/");
        Client = new HttpClient { BaseAddress = Url };
        _command = new ChildProcessOptions(Built("FunctionsHost", "FunctionsHost"), Path.Combine(_folder.FullName, "host.log"))
        {
            Arguments = [App, "--port", $"{port}", .. options],
            Environment = environment,
        };
    }

    /// <summary>The built test app.</summary>
    public static string App => Path.GetDirectoryName(Built("FunctionsHost.TestApp", "worker.config.json"))!;

    public Uri Url { get; }

    public HttpClient Client { get; }

    /// <summary>The file in which the app's functions write what they do.</summary>
    public string Journal { get; }

    /// <summary>The host's process id.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Completes when the host has ended.</summary>
    public Task Exited => _process!.Exited;

    public int ExitCode => _process!.ExitCode;

    public string Log => File.ReadAllText(_command.LogFile);

    public static async Task<TestHost> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, params string[] options)
    {
        var host = new TestHost(settings, options);
        await host.StartAsync();
        return host;
    }

    /// <summary>Starts it, also after a stop or a kill; returns when its first worker is ready.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(_command);
        await LoopbackPort.AcceptsAsync(Url.Port, _process, TimeSpan.FromSeconds(30));
        await RunningAsync();
    }

    /// <summary>Waits until a worker is ready.</summary>
    public Task RunningAsync() => Eventually.EqualAsync("Running", async () => (await StatusAsync()).GetProperty("state").GetString());

    public async Task<JsonElement> StatusAsync()
    {
        using var reply = await SendAsync(HttpMethod.Get, "admin/host/status", key: MasterKey);
        return JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<int> StatusOfAsync(HttpMethod method, string path, string? key = null)
    {
        using var reply = await SendAsync(method, path, key: key);
        return (int)reply.StatusCode;
    }

    /// <summary>What a function wrote into the journal, in its order.</summary>
    public IReadOnlyList<JsonElement> RunsOf(string function)
    {
        if (!File.Exists(Journal))
            return [];
        using var file = new StreamReader(new FileStream(Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var whole = file.ReadToEnd();
        return [.. whole[..(whole.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(line => line.GetProperty("function").GetString() == function)
            .Select(line => line.GetProperty("what"))];
    }

    /// <summary>Waits until a function has run so many times.</summary>
    public Task RanAsync(string function, int times) =>
        Eventually.EqualAsync(true, () => Task.FromResult(RunsOf(function).Count >= times));

    /// <summary>Lets the functions go on that wait for this.</summary>
    public void Release(string name) => File.WriteAllText($"{Journal}.{name}", "");

    /// <summary>The process ids of the workers.</summary>
    public IReadOnlyList<int> Workers() => [.. ProcessTree.Of(ProcessId)
        .Where(pid => pid != ProcessId && ProcessTree.ArgumentsOf(pid).Contains("--functions-worker-id"))];

    /// <summary>Kills the workers (SIGKILL).</summary>
    public void KillWorkers() => _process!.Kill(argument: "--functions-worker-id");

    /// <summary>Freezes the workers (SIGSTOP).</summary>
    public void PauseWorkers()
    {
        foreach (var pid in Workers())
            _ = System.Diagnostics.Process.Start("kill", ["-STOP", $"{pid}"]);
    }

    /// <summary>Kills the host alone (SIGKILL).</summary>
    public async Task KillHostAsync()
    {
        using var host = System.Diagnostics.Process.GetProcessById(ProcessId);
        host.Kill();
        await Exited;
    }

    /// <summary>Stops the host (SIGTERM) and waits for it.</summary>
    public Task StopAsync() => _process!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is { } process)
            await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // The artifacts layout: bin/<project>/<configuration>/.
    private static string Built(string project, string file)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, file);
    }
}
