using System.Diagnostics;

namespace NvDemo.LocalClouds.Processes;

/// <summary>
/// Ends the child processes of this process when it dies without having stopped them, SIGKILL included: a shell in a session of its
/// own reads process ids from a pipe, and kills what is left when the pipe closes.
/// </summary>
internal static class OrphanReaper
{
    private const string Script = """
        children=' '
        while read -r change what; do
          case $change in
            +) children="$children$what " ;;
            -) children="${children%% $what *} ${children#* $what }" ;;
            folder) set -- "$@" "$what" ;;
          esac
        done
        for pid in $children; do kill -s KILL -- "-$pid" 2>/dev/null; done
        rm -rf -- "$@"
        """;

    private static readonly Lock Gate = new();
    private static readonly StreamWriter Pipe = Start();

    public static void Watch(int pid) => Write($"+ {pid}");

    public static void Forget(int pid) => Write($"- {pid}");

    /// <summary>Removes a folder, if it is still there, when this process ends.</summary>
    public static void Remove(string folder) => Write($"folder {folder}");

    private static void Write(string line)
    {
        lock (Gate)
        {
            Pipe.WriteLine(line);
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
