using System.CommandLine;
using NvDemo.Cli.Transfers;

namespace NvDemo.Cli.Commands;

/// <summary><c>put FILE... [KEY]</c>: stores files, or all of folders.</summary>
internal static class PutCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("FILE... [KEY]")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Files or folders, and the key of a single file, or the prefix of several, which ends in a slash. Without one a file's name is its key.",
        };
        var atOnce = new Option<int>("--parallel") { DefaultValueFactory = _ => 4, Description = "The most parts of a large file at a time." };
        var isNew = new Option<bool>("--no-clobber", "-n") { Description = "Replaces nothing." };
        var command = new Command("put", "Stores files; one that was interrupted goes on where it was.") { names, atOnce, isNew, Terminal.Quiet, Terminal.Json };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetValue(names)!, new UploadOptions(Math.Max(1, arguments.GetValue(atOnce)), arguments.GetValue(isNew)), Terminal.Of(arguments), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, UploadOptions options, Terminal terminal, CancellationToken cancellation)
    {
        // What is there is a file, unless it is the last of several.
        var hasTarget = names.Length > 1 && (names[^1].EndsWith('/') || !Path.Exists(names[^1]) || names.Length == 2);
        var target = hasTarget ? names[^1] : "";
        var sources = hasTarget ? names[..^1] : names;
        if (target.Length > 0 && !target.EndsWith('/') && (sources.Length > 1 || Directory.Exists(sources[0])))
            throw new ServiceException($"{target} must end in a slash: several files are stored below it.");

        using var service = new Service(ServiceAddress.Find());
        var stored = new List<(string File, string Key, string ETag)>();
        await terminal.RunAsync(async progress =>
        {
            foreach (var (file, name) in sources.SelectMany(Files))
            {
                var key = target.Length == 0 || target.EndsWith('/') ? target + name : target;
                stored.Add((file, key, await new Upload(service, file, key, options, progress).RunAsync(cancellation)));
            }
        });
        foreach (var (file, key, etag) in stored)
            terminal.Tell($"{file} -> {key}", new { file, key, etag, size = new FileInfo(file).Length });
        return 0;
    }

    private static IEnumerable<(string File, string Name)> Files(string source)
    {
        if (!Directory.Exists(source))
            return [(source, Path.GetFileName(source))];
        var parent = Path.GetDirectoryName(Path.GetFullPath(source).TrimEnd('/'))!;
        return Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (file, Path.GetRelativePath(parent, Path.GetFullPath(file)).Replace(Path.DirectorySeparatorChar, '/')));
    }
}
