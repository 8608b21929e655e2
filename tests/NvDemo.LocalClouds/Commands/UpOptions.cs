using System.Globalization;
using System.Net;

namespace NvDemo.LocalClouds.Commands;

/// <summary>The arguments of <c>up</c>.</summary>
internal sealed record UpOptions
{
    /// <summary>The name of the only side that shall run; <c>null</c> for all that there are.</summary>
    public string? Only { get; init; }

    /// <summary>As <see cref="CloudsOptions.Ports"/>; these by default.</summary>
    public Dictionary<string, int> Ports { get; } = new() { ["azure"] = 7071, ["aws"] = 7072, ["front"] = 7070 };

    /// <summary>Whether it says in JSON where everything is.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether everything is traced.</summary>
    public bool IsObserved { get; init; }

    /// <summary>Reads them; <c>null</c> where they are wrong.</summary>
    public static UpOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new UpOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--azure-only" or "--aws-only":
                    options = options with { Only = arguments[i] == "--azure-only" ? "azure" : "aws" };
                    break;
                case "--observe":
                    options = options with { IsObserved = true };
                    break;
                case "--json":
                    options = options with { IsJson = true };
                    break;
                case "--port-azure" or "--port-aws" or "--port-front" when i + 1 < arguments.Count && Port(arguments[i + 1]) is { } port:
                    options.Ports[arguments[i++]["--port-".Length..]] = port;
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port : null;
}
