using System.CommandLine;
using System.Text.Json;
using NvDemo.Cli.Transfers;
using Spectre.Console;

namespace NvDemo.Cli;

/// <summary>What a command shows: a bar for people at a terminal, a line of JSON for each file for scripts, or nothing.</summary>
internal sealed class Terminal(bool isQuiet, bool isJson)
{
    // What is to be said while the bar is there.
    private readonly List<string> _held = [];
    private bool _hasBar;

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Shows nothing but errors." };

    public static Option<bool> Json { get; } = new("--json") { Description = "Shows a line of JSON for each file." };

    /// <summary>What has been asked for.</summary>
    public static Terminal Of(ParseResult arguments) => new(arguments.GetValue(Quiet), arguments.GetValue(Json));

    /// <summary>Runs transfers with a bar for the current one.</summary>
    public async Task RunAsync(Func<TransferProgress, Task> transfers)
    {
        if (isQuiet || isJson || Console.IsErrorRedirected)
        {
            await transfers(new TransferProgress((_, _, _) => { }));
            return;
        }

        try
        {
            _hasBar = true;
            await RunWithBarAsync(transfers);
        }
        finally
        {
            _hasBar = false;
            _held.ForEach(Console.Out.WriteLine);
            _held.Clear();
        }
    }

    /// <summary>Tells what has become of a file.</summary>
    /// <param name="text">For people.</param>
    /// <param name="result">For scripts.</param>
    public void Tell<T>(string text, T result)
    {
        if (isJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(result));
        else if (_hasBar)
            _held.Add(text);
        else if (!isQuiet)
            Console.Out.WriteLine(text);
    }

    private static Task RunWithBarAsync(Func<TransferProgress, Task> transfers)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(),
                new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask? task = null;
                await transfers(new TransferProgress((name, done, total) =>
                {
                    if (task?.Description != Markup.Escape(name))
                        task = context.AddTask(Markup.Escape(name), maxValue: total);
                    (task.MaxValue, task.Value) = (Math.Max(total, 1), total == 0 ? 1 : done);
                }));
            });
    }
}
