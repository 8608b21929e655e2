using System.CommandLine;
using Microsoft.Win32.SafeHandles;
using NvDemo.Cli.Transfers;

namespace NvDemo.Cli.Commands;

/// <summary><c>get KEY [FILE]</c>: fetches a file.</summary>
internal static class GetCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The file's key." };
        var file = new Argument<string?>("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Where it goes; without it, into the current folder by its own name.",
        };
        var command = new Command("get", "Fetches a file; one that was interrupted goes on where it was.") { key, file, Terminal.Quiet, Terminal.Json };
        command.SetAction((arguments, cancellation) =>
            RunAsync(arguments.GetValue(key)!, arguments.GetValue(file), Terminal.Of(arguments), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string key, string? file, Terminal terminal, CancellationToken cancellation)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        if (name.Length == 0)
            throw new ServiceException($"{key} names no file.");
        var target = file is null ? name : Directory.Exists(file) ? Path.Combine(file, name) : file;
        if (new FileInfo(target) is { LinkTarget: not null } link)
            target = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (File.Exists(target))
            RefuseUnlessFile(target);
        using var service = new Service(ServiceAddress.Find());
        var verified = false;
        await terminal.RunAsync(async progress => verified = await new Download(service, key, target, progress).RunAsync(cancellation));
        terminal.Tell(
            $"{key} -> {target}{(verified ? "" : " (its checksum is not known)")}", new { key, file = target, size = new FileInfo(target).Length, verified });
        return 0;
    }

    // What has arrived takes the target's place, which a device or a pipe must not lose: they have no length that could be set.
    private static void RefuseUnlessFile(string target)
    {
        SafeFileHandle there;
        try
        {
            there = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is not to be written, or a program that runs, can be replaced.
            return;
        }

        using (there)
        {
            var time = File.GetLastWriteTimeUtc(there);
            try
            {
                RandomAccess.SetLength(there, RandomAccess.GetLength(there));
            }
            catch (Exception e) when (e is IOException or NotSupportedException)
            {
                throw new ServiceException($"{target} can't be replaced: {e.Message}");
            }

            File.SetLastWriteTimeUtc(there, time);
        }
    }
}
