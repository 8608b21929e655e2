using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Settings' names in the values of trigger attributes: <c>%Name%</c> stands for the setting's value.</summary>
internal static partial class SettingNames
{
    /// <summary>Puts the settings in. A name of several parts may be written with <c>__</c> or <c>:</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such setting.</exception>
    public static string Resolve(string value, IConfiguration configuration) =>
        Name().Replace(value, match =>
        {
            var name = match.Groups[1].Value;
            return configuration[name]
                ?? configuration[name.Replace("__", ConfigurationPath.KeyDelimiter)]
                ?? throw new InvalidOperationException($"'%{name}%' does not resolve to a value.");
        });

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Name();
}
