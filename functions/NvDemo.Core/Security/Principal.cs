using System.Text.Json;
using NvDemo.Core.Storage;

namespace NvDemo.Core.Security;

/// <summary>Who calls, and what they may do.</summary>
public sealed record Principal(string Username, Scopes Scopes)
{
    /// <summary>With which keys.</summary>
    public KeyPrefixes Prefixes { get; init; } = KeyPrefixes.All;

    /// <summary>The scopes as one word each, separated by spaces: how a Lambda authorizer's context carries them.</summary>
    public string ScopeWords => string.Join(' ', Words(Scopes));

    /// <summary>Reads scopes from their words.</summary>
    /// <exception cref="FormatException">A word is not a scope.</exception>
    public static Scopes ParseScopes(IEnumerable<string> words) =>
        words.Aggregate(Scopes.None, (scopes, word) => scopes | word switch
        {
            "read" => Scopes.Read,
            "write" => Scopes.Write,
            "delete" => Scopes.Delete,
            _ => throw new FormatException("A scope is not one of read, write, delete."),
        });

    /// <summary>Reads prefixes from a JSON array of them.</summary>
    /// <exception cref="FormatException">It is something else, or empty.</exception>
    public static KeyPrefixes ParsePrefixes(JsonElement prefixes)
    {
        try
        {
            return KeyPrefixes.Only(prefixes.EnumerateArray().Select(prefix => prefix.GetString() ?? ""));
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("The prefixes are not an array of strings.");
        }
    }

    private static IEnumerable<string> Words(Scopes scopes)
    {
        if (scopes.HasFlag(Scopes.Read))
            yield return "read";
        if (scopes.HasFlag(Scopes.Write))
            yield return "write";
        if (scopes.HasFlag(Scopes.Delete))
            yield return "delete";
    }
}
