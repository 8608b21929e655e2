using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NvDemo.LocalClouds.Processes;

/// <summary>
/// A program of the local clouds, in a session of its own (a Ctrl-C at the terminal does not reach it), with its output in a file.
/// It ends with this process, however this process ends.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigKill = 9, SigCont = 18, SigStop = 19;

    private readonly Process _process;
    private readonly StopSignal _stopSignal;
    private readonly TimeSpan _grace;

    private ChildProcess(Process process, ChildProcessOptions options)
    {
        _process = process;
        (_stopSignal, _grace) = (options.StopSignal, options.Grace);
        LogFile = options.LogFile;
        Id = process.Id;
        Exited = process.WaitForExitAsync();
        OrphanReaper.Watch(Id);
        _ = Exited.ContinueWith(_ => OrphanReaper.Forget(Id), TaskScheduler.Default);
    }

    /// <summary>The process id, which is also the id of its process group.</summary>
    public int Id { get; }

    /// <summary>Where standard output and standard error go.</summary>
    public string LogFile { get; }

    /// <summary>The last lines of <see cref="LogFile"/>.</summary>
    public string LogEnd => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(20)) : "";

    /// <summary>Completes when the process has ended, for whatever reason.</summary>
    public Task Exited { get; }

    /// <summary>What the process ended with; 128 + the signal's number if a signal ended it.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program; returns at once.</summary>
    public static ChildProcess Start(ChildProcessOptions options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(options.LogFile)!);
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = options.WorkingDirectory ?? Path.GetTempPath() };

        // Not sh: dash drops variables whose names are no identifiers, such as AzureWebJobs.index.Disabled.
        foreach (var word in (string[])["bash", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "bash", options.LogFile])
            start.ArgumentList.Add(word);
        if (options.User is { } user && Environment.UserName == "root")
        {
            foreach (var word in (string[])["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups"])
                start.ArgumentList.Add(word);
        }

        start.ArgumentList.Add(options.FileName);
        foreach (var argument in options.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in options.Environment)
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!, options);
    }

    /// <summary>Asks the process to end (with its stop signal), and ends it (SIGKILL) if it has not within its grace.</summary>
    public async Task StopAsync()
    {
        Resume();
        Signal((int)_stopSignal);
        await Task.WhenAny(Exited, Task.Delay(_grace));
        await KillAsync();
    }

    /// <summary>
    /// Ends the process at once (SIGKILL), with everything it started; returns when all of it has ended, and what it held is free.
    /// </summary>
    public async Task KillAsync()
    {
        // It starts no more.
        Freeze();
        var tree = SignalTree(SigKill);
        Signal(SigKill);
        await Exited;
        foreach (var pid in tree)
        {
            while (ProcessTree.IsRunning(pid))
                await Task.Delay(5);
        }
    }

    /// <summary>Ends those of the processes that it started, or itself, which have an argument (SIGKILL).</summary>
    public void Kill(string argument)
    {
        foreach (var pid in ProcessTree.Of(Id).Where(pid => ProcessTree.ArgumentsOf(pid).Contains(argument)))
            _ = Kill(pid, SigKill);
    }

    /// <summary>Freezes the process with everything it started (SIGSTOP): it keeps its ports and answers nothing.</summary>
    public void Pause() => SignalTree(SigStop);

    /// <summary>Lets a frozen process go on (SIGCONT).</summary>
    public void Resume() => SignalTree(SigCont);

    /// <summary>As <see cref="Pause"/>, but without a look for what it has started: for what is done often.</summary>
    public void Freeze() => Signal(SigStop);

    /// <summary>Lets it go on after <see cref="Freeze"/>.</summary>
    public void Thaw() => Signal(SigCont);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (!Exited.IsCompleted)
            _ = Kill(-Id, signal);
    }

    private IReadOnlyList<int> SignalTree(int signal)
    {
        if (Exited.IsCompleted)
            return [];
        var tree = ProcessTree.Of(Id);
        foreach (var pid in tree)
            _ = Kill(pid, signal);
        return tree;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
