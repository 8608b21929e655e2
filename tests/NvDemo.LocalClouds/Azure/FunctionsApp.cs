using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Azure;

/// <summary>The Functions app as processes: a Functions host, and the worker that it starts.</summary>
public sealed class FunctionsApp : IAsyncDisposable
{
    /// <summary>The host's master key, which <c>postgres-init</c> asks for.</summary>
    public const string MasterKey = "local-master-key";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // The host gives what is under way ten seconds, and the worker some more.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(16);

    private readonly ChildProcessOptions _host;
    private ChildProcess? _process;

    private FunctionsApp(Uri url, ChildProcessOptions host) => (Url, _host) = (url, host);

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Describes an app; nothing runs yet.</summary>
    /// <param name="url">Where it shall answer.</param>
    /// <param name="environment">Its settings, its storage account among them.</param>
    /// <param name="options">Which host and app, and where the log goes.</param>
    public static FunctionsApp Create(Uri url, IReadOnlyDictionary<string, string?> environment, CloudsOptions options)
    {
        var log = Path.Combine(options.Directory, "logs", "functions.log");
        if (options.WithCoreTools)
        {
            return new FunctionsApp(url, new ChildProcessOptions("func", log)
            {
                Arguments = ["start", "--no-build", "--port", $"{url.Port}"],
                Environment = new Dictionary<string, string?>(environment) { ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated" },
                WorkingDirectory = options.FunctionsFolder,
                Grace = Grace,
            });
        }

        var lease = options.QueueLease is { } time ? (string[])["--queue-lease", time.ToString("c")] : [];
        return new FunctionsApp(url, new ChildProcessOptions(options.FunctionsHostExecutable, log)
        {
            Arguments =
                [options.FunctionsFolder, "--port", $"{url.Port}", "--state", Path.Combine(options.Directory, "functions"), .. lease],
            Environment = environment,
            Grace = Grace,
        });
    }

    /// <summary>Starts it, also after a stop or a kill; returns when its worker is ready.</summary>
    /// <exception cref="TimeoutException">It is not; the message has the end of the log.</exception>
    public async Task StartAsync()
    {
        await DisposeAsync();
        _process = ChildProcess.Start(_host);
        await LoopbackPort.AcceptsAsync(Url.Port, _process, StartTimeout);
        await RunningAsync();
    }

    /// <summary>Ends host and worker at once (SIGKILL).</summary>
    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends the host alone at once (SIGKILL).</summary>
    public void KillHost() => _process?.Kill("--state");

    /// <summary>Ends the worker alone at once (SIGKILL).</summary>
    public void KillWorker() => _process?.Kill("--functions-worker-id");

    /// <summary>Asks both to end (SIGTERM), and waits until they have.</summary>
    public Task StopAsync() => _process?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Freezes host and worker: connections are accepted by the kernel, and nothing answers.</summary>
    public void Pause() => _process?.Pause();

    /// <summary>Lets them go on after <see cref="Pause"/>.</summary>
    public void Resume() => _process?.Resume();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
    }

    private async Task RunningAsync()
    {
        using var admin = new FunctionsAdmin(Url);
        using var limit = new CancellationTokenSource(StartTimeout);
        while (!await admin.IsRunningAsync())
        {
            if (limit.IsCancellationRequested || _process!.Exited.IsCompleted)
                throw new TimeoutException($"The Functions app does not run. The end of {_host.LogFile}:\n{_process!.LogEnd}");
            await Task.Delay(25);
        }
    }
}
