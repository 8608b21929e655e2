using System.Globalization;

namespace NvDemo.Fuzz;

/// <summary>What a run is asked for.</summary>
internal sealed record FuzzOptions
{
    /// <summary>How long requests are sent.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>What decides all requests.</summary>
    public int Seed { get; init; } = Random.Shared.Next();

    /// <summary>The number of the only request that is wanted, with those of its sequence; <c>null</c> for as many as there is time for.</summary>
    public int? Request { get; init; }

    /// <summary>Reads a command line; <c>null</c> where it is wrong.</summary>
    public static FuzzOptions? Parse(string[] args)
    {
        var options = new FuzzOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            switch (args[i])
            {
                case "--seconds":
                    options = options with { Seconds = number };
                    break;
                case "--seed":
                    options = options with { Seed = number };
                    break;
                case "--request":
                    options = options with { Request = number };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
