using System.Diagnostics;
using System.Globalization;

namespace FunctionsHost.Workers;

/// <summary>
/// Kills a process if this one dies before it, SIGKILL included: a shell waits on a pipe that closes with this process. (Linux could tell
/// the child itself, but does so when the thread ends that started it.)
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private const string Script = "read -r ended || kill -s KILL \"$0\"";

    private readonly Process? _shell;

    private OrphanGuard(Process? shell) => _shell = shell;

    /// <summary>Guards a process; on Windows nothing does.</summary>
    public static OrphanGuard Of(Process process)
    {
        if (OperatingSystem.IsWindows())
            return new OrphanGuard(null);
        var start = OwnSession.Command(["sh", "-c", Script, process.Id.ToString(CultureInfo.InvariantCulture)]);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = "/";
        return new OrphanGuard(Process.Start(start));
    }

    /// <summary>The process has ended: its id may be another's soon.</summary>
    public void Dispose()
    {
        if (_shell is null)
            return;
        try
        {
            _shell.StandardInput.WriteLine("ended");
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell was killed.
        }

        _shell.Dispose();
    }
}
