using System.Diagnostics;
using FunctionsHost.App;

namespace FunctionsHost.Workers;

/// <summary>A worker process. It does not outlive this process, not even one that was killed.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly OrphanGuard _guard;

    private WorkerProcess(string id, Process process)
    {
        (Id, _process) = (id, process);
        _guard = OrphanGuard.Of(process);
        Exited = process.WaitForExitAsync();
    }

    /// <summary>The id with which the worker introduces itself.</summary>
    public string Id { get; }

    /// <summary>The process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Completes when the process has ended.</summary>
    public Task Exited { get; }

    /// <summary>What it ended with; 128 + the signal's number where a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a worker.</summary>
    /// <param name="app">The app.</param>
    /// <param name="id">The worker's id.</param>
    /// <param name="host">Where it shall connect.</param>
    /// <param name="log">Where its output goes.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program can't be started.</exception>
    public static WorkerProcess Start(FunctionApp app, string id, Uri host, WorkerLog log)
    {
        var start = OwnSession.Command(
        [
            app.Worker.Executable, .. app.Worker.WorkerPath is { } path ? (string[])[path] : [],
            "--functions-uri", host.AbsoluteUri, "--functions-worker-id", id, "--functions-request-id", Guid.NewGuid().ToString(),
            "--functions-grpc-max-message-length", $"{int.MaxValue}",
        ]);
        start.WorkingDirectory = app.Root;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in app.Settings)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Root;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Root;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new WorkerProcess(id, process);

        void Write(string? line)
        {
            if (!string.IsNullOrEmpty(line))
                log.WriteLine(line);
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        if (!Exited.IsCompleted)
            _process.Kill(entireProcessTree: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        _guard.Dispose();
        _process.Dispose();
    }
}
