using System.Globalization;
using NvDemo.Drill.Scenarios;

namespace NvDemo.Drill;

/// <summary>What a drill is asked for.</summary>
internal sealed record DrillOptions
{
    // What is most likely to happen.
    private static readonly string[] Short = ["aws-killed", "azure-killed", "postgres-restarted", "redis-flushed"];

    /// <summary>What happens, in this order.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; init; } = Named(Short);

    /// <summary>Whether that is all there are.</summary>
    public bool IsAll { get; init; }

    /// <summary>Whether the report on all of them is also written into docs/drill.md.</summary>
    public bool IsDocumented { get; init; }

    /// <summary>Whether only the names are wanted.</summary>
    public bool IsList { get; init; }

    /// <summary>How long clients work in each scenario at least.</summary>
    public int Seconds { get; init; } = 20;

    /// <summary>Begins again until this time is over; once by default.</summary>
    public int Minutes { get; init; }

    /// <summary>What decides what the clients try.</summary>
    public int Seed { get; init; } = Random.Shared.Next();

    /// <summary>Whether the report is JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>Reads a command line; <c>null</c> where it is wrong.</summary>
    public static DrillOptions? Parse(string[] args)
    {
        var options = new DrillOptions();
        List<string> names = [];
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--all":
                    options = options with { IsAll = true };
                    break;
                case "--document":
                    options = options with { IsDocumented = true };
                    break;
                case "--list":
                    options = options with { IsList = true };
                    break;
                case "--json":
                    options = options with { IsJson = true };
                    break;
                case "--seconds" or "--minutes" or "--seed":
                    if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                        return null;
                    options = args[i++] switch
                    {
                        "--seconds" => options with { Seconds = number },
                        "--minutes" => options with { Minutes = number },
                        _ => options with { Seed = number },
                    };
                    break;
                default:
                    if (!AllScenarios.List.Any(scenario => scenario.Name == args[i]))
                        return null;
                    names.Add(args[i]);
                    break;
            }
        }

        return (options.IsAll, names.Count) switch
        {
            (false, _) when options.IsDocumented => null,
            (true, > 0) => null,
            (true, _) => options with { Scenarios = AllScenarios.List },
            (_, > 0) => options with { Scenarios = Named(names.Distinct()) },
            _ => options,
        };
    }

    private static IReadOnlyList<Scenario> Named(IEnumerable<string> names) =>
        [.. names.Select(name => AllScenarios.List.Single(scenario => scenario.Name == name))];
}
