using NvDemo.Drill;
using NvDemo.Drill.Scenarios;

if (DrillOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("usage: NvDemo.Drill [SCENARIO...|--all [--document]|--list] [--minutes N] [--seconds N] [--seed N] [--json]");
    return 2;
}

if (options.IsList)
{
    foreach (var scenario in AllScenarios.List)
        Console.WriteLine($"{scenario.Name,-28} {scenario.Summary}");
    return 0;
}

return await DrillRun.RunAsync(options) ? 0 : 1;
