using System.Text.RegularExpressions;

namespace NvDemo.Tests;

/// <summary>The repository's own files, as text.</summary>
internal static class Sources
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file, or of all files of a folder, below it too, that have one of the endings.</summary>
    public static string Read(string path, params string[] endings)
    {
        var full = Path.Combine(Root, path);
        return File.Exists(full)
            ? File.ReadAllText(full)
            : string.Join('\n', Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
                .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText));
    }

    /// <summary>What the first group of an expression matches, each once, in order; at least one, or the expression is out of date.</summary>
    public static IReadOnlyList<string> Find(string text, string expression)
    {
        List<string> found = [.. Regex.Matches(text, expression).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.NotEmpty(found);
        return found;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NvDemo.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the repository.");
        return folder.FullName;
    }
}
