using NvDemo.LocalClouds.Processes;

namespace NvDemo.LocalClouds.Services;

/// <summary>
/// A program of the data plane on a loopback port of its own, which can be stopped, killed, frozen and started again on the same port.
/// It logs to <c>logs/{name}.log</c> and keeps its data below the directory that it is given.
/// </summary>
public abstract class Server : IAsyncDisposable
{
    /// <summary>How long a server may take until it answers.</summary>
    protected static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private ChildProcess? _process;

    private protected Server(string name, string directory, int? port = null)
    {
        (Name, Port) = (name, port ?? LoopbackPort.Free());
        LogFile = Path.GetFullPath(Path.Combine(directory, "logs", name + ".log"));
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The port on 127.0.0.1; the same for as long as this object lives.</summary>
    public int Port { get; }

    /// <summary>Where its output goes.</summary>
    protected string LogFile { get; }

    /// <summary>The program and its arguments.</summary>
    protected abstract ChildProcessOptions Command { get; }

    /// <summary>Starts it after a stop or a kill, on the same port; returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">It is running.</exception>
    /// <exception cref="TimeoutException">It does not answer; the message has the end of its log.</exception>
    public async Task StartAgainAsync()
    {
        if (_process is { } former)
        {
            if (!former.Exited.IsCompleted)
                throw new InvalidOperationException($"{Name} is running.");
            await former.DisposeAsync();
        }

        _process = ChildProcess.Start(Command);
        await ReadyAsync(_process);
    }

    /// <summary>Ends it in good order; nothing happens if it has ended.</summary>
    public Task StopAsync() => _process?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Ends it at once (SIGKILL).</summary>
    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Freezes it: connections are accepted by the kernel, and nothing answers.</summary>
    public void Pause() => _process?.Pause();

    /// <summary>Lets it go on after <see cref="Pause"/>.</summary>
    public void Resume() => _process?.Resume();

    /// <summary>Stops it and removes what only it can use.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is { } process)
            await process.DisposeAsync();
    }

    /// <summary>Makes what it needs before its first start.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Makes what it shall have from its first start on.</summary>
    private protected virtual Task ProvisionAsync() => Task.CompletedTask;

    /// <summary>Waits until it answers; by default until it accepts connections.</summary>
    private protected virtual Task ReadyAsync(ChildProcess process) => LoopbackPort.AcceptsAsync(Port, process, StartTimeout);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has the end of its log.</exception>
    private protected static async Task SucceedAsync(ChildProcessOptions program)
    {
        if (await RunAsync(program) != 0)
        {
            throw new InvalidOperationException(
                $"{Path.GetFileName(program.FileName)} failed. The end of {program.LogFile}:\n"
                + string.Join('\n', File.ReadLines(program.LogFile).TakeLast(20)));
        }
    }

    /// <summary>Runs a program to its end and returns its exit code.</summary>
    private protected static async Task<int> RunAsync(ChildProcessOptions program)
    {
        await using var process = ChildProcess.Start(program);
        await process.Exited;
        return process.ExitCode;
    }

    /// <summary>Starts a new server, and leaves nothing behind if it does not start.</summary>
    private protected static async Task<T> StartedAsync<T>(T server) where T : Server
    {
        try
        {
            await server.PrepareAsync();
            await server.StartAgainAsync();
            await server.ProvisionAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
