using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace NvDemo.Cli.Commands;

/// <summary><c>ls [PREFIX]</c>: lists files and folders.</summary>
internal static class LsCommand
{
    public static Command Create()
    {
        var prefix = new Argument<string?>("PREFIX") { Arity = ArgumentArity.ZeroOrOne, Description = "What the keys begin with, such as folder/." };
        var isDeep = new Option<bool>("--recursive", "-r") { Description = "Lists what is in folders, too." };
        var command = new Command("ls", "Lists files and folders.") { prefix, isDeep, Terminal.Json };
        command.SetAction((arguments, cancellation) =>
            RunAsync(arguments.GetValue(prefix) ?? "", arguments.GetValue(isDeep), arguments.GetValue(Terminal.Json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string prefix, bool isDeep, bool isJson, CancellationToken cancellation)
    {
        using var service = new Service(ServiceAddress.Find());
        var query = $"prefix={Uri.EscapeDataString(prefix)}&limit=1000{(isDeep ? "" : "&delimiter=/")}";
        for (var page = $"api/list?{query}"; page is not null;)
        {
            using var response = await service.SendAsync(HttpMethod.Get, page, null, cancellation);
            foreach (var item in (await Service.ReadAsync(response, cancellation)).EnumerateArray())
                Console.Out.WriteLine(isJson ? item.GetRawText() : Line(item));
            page = Next(response);
        }

        return 0;
    }

    private static string Line(JsonElement item)
    {
        if (item.TryGetProperty("prefix", out var folder))
            return $"{"",24}  {"",15}  {folder.GetString()}";
        var size = item.GetProperty("size") is { ValueKind: JsonValueKind.Number } number ? number.GetInt64().ToString("N0", CultureInfo.InvariantCulture) : "?";
        return $"{item.GetProperty("date_added").GetString(),24}  {size,15}  {item.GetProperty("prefix_path").GetString()}";
    }

    // The page may come from the other cloud: what follows the address is the same there.
    private static string? Next(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) && links.First() is var link && link.Contains("rel=\"next\"", StringComparison.Ordinal)
            ? $"api/list{new Uri(link[(link.IndexOf('<') + 1)..link.IndexOf('>')]).Query}"
            : null;
}
