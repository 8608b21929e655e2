using System.Diagnostics;

namespace NvDemo.LocalStack.Processes;

/// <summary>
/// Ends the child processes of this process when it dies without having stopped them, SIGKILL included: a shell in a session of its
/// own reads process ids from a pipe, and kills what is left when the pipe closes.
/// </summary>
internal static class OrphanReaper
{
    private const string Script = """
        children=' '
        while read -r change pid; do
          case $change in
            +) children="$children$pid " ;;
            -) children="${children%% $pid *} ${children#* $pid }" ;;
          esac
        done
        for pid in $children; do kill -s KILL -- "-$pid" 2>/dev/null; done
        """;

    private static readonly Lock Gate = new();
    private static readonly StreamWriter Pipe = Start();

    public static void Watch(int pid) => Write('+', pid);

    public static void Forget(int pid) => Write('-', pid);

    private static void Write(char change, int pid)
    {
        lock (Gate)
        {
            Pipe.WriteLine($"{change} {pid}");
            Pipe.Flush();
        }
    }

    private static StreamWriter Start()
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var word in (string[])["sh", "-c", Script])
            start.ArgumentList.Add(word);
        return Process.Start(start)!.StandardInput;
    }
}
