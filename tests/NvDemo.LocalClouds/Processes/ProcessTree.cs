using System.Globalization;

namespace NvDemo.LocalClouds.Processes;

/// <summary>A process with everything it started, also what has left its process group (as Postgres' backends do).</summary>
public static class ProcessTree
{
    /// <summary>The ids of a process and its descendants, ancestors first.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => (Id: Path.GetFileName(folder), Folder: folder))
            .Where(process => process.Id.All(char.IsAsciiDigit))
            .Select(process => (Id: int.Parse(process.Id, CultureInfo.InvariantCulture), Parent: ParentOf(process.Folder)))
            .ToLookup(process => process.Parent, process => process.Id);
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(children[tree[i]]);
        return tree;
    }

    /// <summary>The arguments of a process, its program first; none when it has ended.</summary>
    public static string[] ArgumentsOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Whether a process has not ended yet; one that nobody has waited for has.</summary>
    public static bool IsRunning(int pid) => StatOf($"/proc/{pid}") is [not ("Z" or "X"), ..];

    private static int ParentOf(string folder) => StatOf(folder) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    // proc(5): "pid (name) state ppid"; the name may hold anything, parentheses included.
    private static string[] StatOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return [];
        }
    }
}
