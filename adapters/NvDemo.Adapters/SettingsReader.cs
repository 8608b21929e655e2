using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NvDemo.Adapters;

/// <summary>Reads settings and remembers all that is wrong with them.</summary>
/// <param name="variable">An environment variable's value, or <c>null</c>.</param>
/// <param name="required">The names of those that must be set.</param>
public sealed class SettingsReader(Func<string, string?> variable, IReadOnlyCollection<string> required)
{
    private readonly List<string> _wrong = [];

    /// <summary>The text; <paramref name="otherwise"/> when it is not set.</summary>
    public string Text(string name, string otherwise) => Parse(name, "a text", text => text, otherwise);

    /// <summary>The text, which must be set.</summary>
    public string Required(string name)
    {
        var text = Text(name, "");
        if (text.Length == 0)
            _wrong.Add($"{name} is not set");
        return text;
    }

    /// <summary>The whole number; <paramref name="otherwise"/> when it is not set.</summary>
    public long Number(string name, long least, long most, long otherwise) =>
        Parse<object>(
            name,
            $"a number from {least} to {most}",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null,
            otherwise) is long value ? value : otherwise;

    /// <summary>The http(s) URL; <paramref name="otherwise"/> when it is not set.</summary>
    [return: NotNullIfNotNull(nameof(otherwise))]
    public Uri? Url(string name, Uri? otherwise) => Parse(name, "an absolute http(s) URL", UrlOf, otherwise);

    /// <summary>The parsed value; <paramref name="otherwise"/> when it is not set.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="expected">What it must be, for the message: "is not …".</param>
    /// <param name="parse">Gives <c>null</c> for what is malformed.</param>
    /// <param name="otherwise">Also what a malformed one is read as, until <see cref="ThrowIfAnyIsWrong"/>.</param>
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

    /// <summary>Whether settings that belong together are set; those that are not, while others are, are missing.</summary>
    public bool AllOrNone(params string[] names)
    {
        var missing = Array.FindAll(names, name => string.IsNullOrWhiteSpace(variable(name)));
        if (missing.Length == names.Length)
            return false;
        _wrong.AddRange(missing.Select(name => $"{name} is not set"));
        return true;
    }

    /// <summary>Ends the reading.</summary>
    /// <exception cref="SettingsException">Some are missing or malformed; the message names every one.</exception>
    public void ThrowIfAnyIsWrong()
    {
        if (_wrong.Count > 0)
            throw new SettingsException($"The settings are not complete: {string.Join("; ", _wrong)}.");
    }

    private static Uri? UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? url : null;
}
