using System.Globalization;
using System.Text;
using NvDemo.Fuzz.Grammar;

namespace NvDemo.Fuzz;

/// <summary>Bytes, one character each, as text that fits on a line and a terminal.</summary>
internal static class OneLine
{
    private const int LongestRun = 16;

    public static string Of(string bytes, int limit)
    {
        var line = new StringBuilder();
        for (var i = 0; i < bytes.Length && line.Length < limit; i++)
        {
            var character = bytes[i];
            var run = bytes.AsSpan(i).IndexOfAnyExcept(character);
            if (run is < 0 or > LongestRun)
            {
                var count = run < 0 ? bytes.Length - i : run;
                if (count > LongestRun)
                {
                    line.Append(CultureInfo.InvariantCulture, $"({count} times)");
                    i += count - 1;
                }
            }

            _ = character switch
            {
                '\r' => line.Append("\\r"),
                '\n' => line.Append("\\n"),
                '\\' => line.Append("\\\\"),
                >= ' ' and <= '~' => line.Append(character),
                _ when Learned.NameOf(character) is { } name => line.Append(name),
                _ => line.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
            };
        }

        return line.Length < limit ? line.ToString() : line.Append(CultureInfo.InvariantCulture, $"…({bytes.Length} bytes)").ToString();
    }
}
