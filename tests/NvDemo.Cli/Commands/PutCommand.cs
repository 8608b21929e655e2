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
        var key = new Option<string?>("--key") { Description = "The key, or the prefix, where there is a file of that name here, too." };
        var atOnce = new Option<int>("--parallel") { DefaultValueFactory = _ => 4, Description = "The most parts of a large file at a time." };
        var isNew = new Option<bool>("--no-clobber", "-n") { Description = "Replaces nothing; what is stored already as it is here is passed over." };
        var command = new Command("put", "Stores files; one that was interrupted goes on where it was.") { names, key, atOnce, isNew, Terminal.Quiet, Terminal.Json };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetValue(names)!,
            arguments.GetValue(key),
            new UploadOptions(Math.Max(1, arguments.GetValue(atOnce)), arguments.GetValue(isNew)),
            Terminal.Of(arguments),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, string? key, UploadOptions options, Terminal terminal, CancellationToken cancellation)
    {
        var (sources, target) = key is null ? Split(names) : (names, key);
        if (target.Length > 0 && !target.EndsWith('/') && (sources.Length > 1 || Directory.Exists(sources[0])))
            throw new ServiceException($"{target} must end in a slash: several files are stored below it.");
        var files = sources.SelectMany(Files)
            .Select(file => (Path: file.File, Key: target.Length == 0 || target.EndsWith('/') ? target + file.Name : target))
            .ToArray();
        if (files.GroupBy(file => file.Key, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ServiceException($"{string.Join(" and ", twice.Select(file => file.Path))} would have the same key, {twice.Key}.");

        using var service = new Service(ServiceAddress.Find());
        await terminal.RunAsync(async progress =>
        {
            foreach (var (file, itsKey) in files)
            {
                var upload = new Upload(service, file, itsKey, options, progress);
                var etag = await upload.RunAsync(cancellation);
                terminal.Tell($"{file} -> {itsKey}", new { file, key = itsKey, etag, size = upload.Size });
            }
        });
        return 0;
    }

    /// <summary>What is here is to be stored; the last name is a key where it ends in a slash, is not here, or is the only file's own.</summary>
    private static (string[] Sources, string Target) Split(string[] names)
    {
        var last = names[^1];
        if (names.Length == 1 || (!last.EndsWith('/') && Path.Exists(last) && names.Length > 2))
            return (names, "");
        if (!last.EndsWith('/') && Path.Exists(last) && Path.GetFullPath(last) != Path.GetFullPath(names[0]))
            throw new ServiceException($"{last} is here: is it to be stored, too, or is it {names[0]}'s key? A key is named by --key, too.");
        return (names[..^1], last);
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
