using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NvDemo.Adapters.Configuration;

/// <summary>
/// Reads settings, and remembers all that is wrong with them until <see cref="ThrowIfAnyIsWrong"/>: what it gives for a setting that is
/// missing or malformed is of no use, and the process must not go on with it.
/// </summary>
/// <param name="variable">An environment variable's value, or <c>null</c>.</param>
public sealed class SettingsReader(Func<string, string?> variable)
{
    private const string UrlForm = "an absolute http(s) URL";

    private readonly HashSet<string> _wrong = [];

    public bool IsSet(string name) => !string.IsNullOrWhiteSpace(variable(name));

    /// <summary>A whole number; <paramref name="fallback"/> when it is not set.</summary>
    public long Number(string name, long least, long most, long fallback) =>
        Parse<object>(
            name,
            $"a number from {least} to {most}",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null,
            fallback) is long value ? value : fallback;

    /// <summary><c>true</c> or <c>false</c>; off when it is not set.</summary>
    public bool Switch(string name) => Parse<object>(name, "true or false", text => bool.TryParse(text, out var value) ? value : null, false) is true;

    /// <summary>An http(s) URL; <paramref name="fallback"/> when it is not set.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public Uri? Url(string name, Uri? fallback) => Parse(name, UrlForm, UrlOf, fallback);

    /// <summary>The parsed value; <paramref name="fallback"/> when it is not set.</summary>
    /// <param name="expected">What it must be, for the message: "is not …", "must be …".</param>
    /// <param name="parse">Gives <c>null</c> for what is malformed.</param>
    /// <param name="fallback">Also what a malformed one is read as.</param>
    public T Parse<T>(string name, string expected, Func<string, T?> parse, T fallback)
        where T : class?
    {
        if (!IsSet(name))
            return fallback;
        if (parse(variable(name)!) is { } value)
            return value;

        // Never the value: it may hold a secret by mistake.
        _wrong.Add($"{name} is not {expected}");
        return fallback;
    }

    /// <summary>The parsed value of a setting that must be set; <c>null</c> when it is missing or malformed.</summary>
    public T? Required<T>(string name, string expected, Func<string, T?> parse)
        where T : class
    {
        if (!IsSet(name))
            _wrong.Add($"{name} is not set, and must be {expected}");
        return Parse(name, expected, parse, null);
    }

    /// <summary>Whether settings that belong together are set; those that are not, while others are, are missing.</summary>
    public bool AllOrNone(params string[] names)
    {
        var missing = Array.FindAll(names, name => !IsSet(name));
        if (missing.Length == names.Length)
            return false;
        _wrong.UnionWith(missing.Select(name => $"{name} is not set"));
        return true;
    }

    /// <summary>Says of something that is no single setting what is wrong with it.</summary>
    public void Reject(string problem) => _wrong.Add(problem);

    /// <exception cref="SettingsException">Some are missing or malformed; the message names every one.</exception>
    public void ThrowIfAnyIsWrong()
    {
        if (_wrong.Count > 0)
            throw new SettingsException($"The settings are not complete: {string.Join("; ", _wrong)}.");
    }

    /// <summary>An http(s) URL; <c>null</c> for anything else.</summary>
    internal static Uri? UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? url : null;
}
