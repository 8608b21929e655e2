using System.CommandLine;
using System.Net;
using System.Text.Json;

namespace NvDemo.Cli.Commands;

/// <summary><c>rm KEY...</c>: deletes files, or with <c>--recursive</c> all whose keys begin so.</summary>
internal static class RmCommand
{
    public static Command Create()
    {
        var keys = new Argument<string[]>("KEY...") { Arity = ArgumentArity.OneOrMore, Description = "The keys of files; with --recursive what keys begin with." };
        var isDeep = new Option<bool>("--recursive", "-r") { Description = "Deletes all files whose keys begin so." };
        var command = new Command("rm", "Deletes files.") { keys, isDeep, Terminal.Quiet, Terminal.Json };
        command.SetAction((arguments, cancellation) =>
            RunAsync(arguments.GetValue(keys)!, arguments.GetValue(isDeep), Terminal.Of(arguments), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] keys, bool isDeep, Terminal terminal, CancellationToken cancellation)
    {
        using var service = new Service(ServiceAddress.Find());
        foreach (var key in keys)
        {
            if (isDeep)
            {
                var deleted = await DeleteAllAsync(service, key, cancellation);
                terminal.Tell($"{key}: {deleted} deleted", new { prefix = key, deleted });
                continue;
            }

            await DeleteAsync(service, key, cancellation);
            terminal.Tell($"{key} deleted", new { key });
        }

        return 0;
    }

    private static async Task DeleteAsync(Service service, string key, CancellationToken cancellation)
    {
        try
        {
            (await service.SendAsync(HttpMethod.Delete, Service.Path("", key), null, cancellation)).Dispose();
        }
        catch (ServiceException e) when (e is { MayBeDone: true, Status: HttpStatusCode.NotFound })
        {
            // It is not there, whoever has deleted it.
        }
    }

    private static async Task<long> DeleteAllAsync(Service service, string prefix, CancellationToken cancellation)
    {
        var (deleted, cursor) = (0L, (string?)null);
        do
        {
            var path = $"api/delete?prefix={Uri.EscapeDataString(prefix)}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";
            var reply = await service.AskAsync(HttpMethod.Post, path, null, cancellation);
            deleted += reply.GetProperty("deleted").GetInt64();
            cursor = reply.GetProperty("next") is { ValueKind: JsonValueKind.String } next ? next.GetString() : null;
        }
        while (cursor is not null);
        return deleted;
    }
}
