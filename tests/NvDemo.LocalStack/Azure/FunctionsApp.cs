using NvDemo.LocalStack.Processes;

namespace NvDemo.LocalStack.Azure;

/// <summary>The Functions app as a process: the worker, which serves its triggers by itself.</summary>
public sealed class FunctionsApp : IAsyncDisposable
{
    /// <summary>The host's master key, which <c>postgres-init</c> asks for.</summary>
    public const string MasterKey = "local-master-key";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly ChildProcessOptions _command;
    private ChildProcess? _process;

    private FunctionsApp(Uri url, ChildProcessOptions command) => (Url, _command) = (url, command);

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Describes an app; nothing runs yet.</summary>
    /// <param name="url">Where it shall answer.</param>
    /// <param name="environment">Its settings, its storage account among them.</param>
    /// <param name="executable">The worker.</param>
    /// <param name="logs">The folder for its log.</param>
    public static FunctionsApp Create(Uri url, IReadOnlyDictionary<string, string?> environment, string executable, string logs) =>
        new(url, new ChildProcessOptions(executable, Path.Combine(logs, "functions.log"))
        {
            WorkingDirectory = Path.GetDirectoryName(executable),
            Environment = new Dictionary<string, string?>(environment)
            {
                ["ASPNETCORE_URLS"] = url.AbsoluteUri,
                ["AzureWebJobsMasterKey"] = MasterKey,
            },
        });

    /// <summary>Starts it, also after a stop or a kill; returns when it accepts connections.</summary>
    /// <exception cref="TimeoutException">It does not; the message has the end of its log.</exception>
    public async Task StartAsync()
    {
        await DisposeAsync();
        _process = ChildProcess.Start(_command);
        await LoopbackPort.AcceptsAsync(Url.Port, _process, StartTimeout);
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
    }
}
