using System.Globalization;

namespace NvDemo.Adapters;

/// <summary>Reads settings and remembers all that is wrong with them.</summary>
internal sealed class SettingsReader(Func<string, string?> variable, IReadOnlyCollection<string> required)
{
    private readonly List<string> _wrong = [];

    public string Text(string name, string otherwise) => Parse(name, "a text", text => text, otherwise);

    public long Number(string name, long least, long most, long otherwise) =>
        Parse<object>(
            name,
            $"a number from {least} to {most}",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null,
            otherwise) is long value ? value : otherwise;

    /// <summary>The parsed value; <paramref name="otherwise"/> when it is not set.</summary>
    public T Parse<T>(string name, string expected, Func<string, T?> parse, T otherwise)
        where T : class?
    {
        var text = variable(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required.Contains(name))
                _wrong.Add($"{name} is not set");
            return otherwise;
        }

        if (parse(text) is { } value)
            return value;

        // Never the value: it may hold a secret by mistake.
        _wrong.Add($"{name} is not {expected}");
        return otherwise;
    }

    public void ThrowIfAnyIsWrong()
    {
        if (_wrong.Count > 0)
            throw new SettingsException($"The settings are not complete: {string.Join("; ", _wrong)}.");
    }
}
