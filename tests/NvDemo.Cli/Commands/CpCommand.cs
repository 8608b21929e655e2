using System.CommandLine;

namespace NvDemo.Cli.Commands;

/// <summary><c>cp FROM TO</c>: copies a file, or with <c>--move</c> moves it; S3 does it by itself.</summary>
internal static class CpCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("FROM") { Description = "The file's key." };
        var to = new Argument<string>("TO") { Description = "The key of the copy, or a folder, which ends in a slash." };
        var isMove = new Option<bool>("--move") { Description = "Moves it: nothing is left at FROM." };
        var isNew = new Option<bool>("--no-clobber", "-n") { Description = "Replaces nothing." };
        var command = new Command("cp", "Copies or moves a file.") { from, to, isMove, isNew, Terminal.Quiet, Terminal.Json };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetValue(from)!, arguments.GetValue(to)!, arguments.GetValue(isMove), arguments.GetValue(isNew), Terminal.Of(arguments), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string from, string to, bool isMove, bool isNew, Terminal terminal, CancellationToken cancellation)
    {
        if (to.EndsWith('/'))
            to += from[(from.LastIndexOf('/') + 1)..];
        using var service = new Service(ServiceAddress.Find());
        // A copy that replaces what is there can be repeated as it is; files can be copied while there are no lists.
        var source = isMove || isNew ? await StoredFile.TryFindAsync(service, from, cancellation) : null;
        try
        {
            await CopyAsync(service, from, to, isMove, isNew, cancellation);
        }
        catch (ServiceException e) when (e.MayBeDone && source is not null)
        {
            // A move leaves nothing, and its copy may have another tag.
            if (await StoredFile.FindAsync(service, to, cancellation) is not { } copy
                || !(isMove ? copy.Size == source.Size && await StoredFile.FindAsync(service, from, cancellation) is null : copy.IsAs(source)))
            {
                throw;
            }
        }

        terminal.Tell($"{from} -> {to}", new { from, to });
        return 0;
    }

    private static async Task CopyAsync(Service service, string from, string to, bool isMove, bool isNew, CancellationToken cancellation)
    {
        var next = $"{Service.Path(isMove ? "api/move/" : "api/copy/", from)}?to={Uri.EscapeDataString(to)}";
        (string, string)[] conditions = isNew ? [("If-None-Match", "*")] : [];
        while (next is not null)
        {
            using var reply = await service.SendAsync(HttpMethod.Post, next, null, cancellation, conditions);
            next = Rest(reply);
        }
    }

    // No file's key begins so.
    private static string? Rest(HttpResponseMessage reply) =>
        reply.Headers.Location?.OriginalString is { } location && location.StartsWith("/api/", StringComparison.Ordinal) ? location[1..] : null;
}
