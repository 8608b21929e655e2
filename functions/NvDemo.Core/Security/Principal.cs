namespace NvDemo.Core.Security;

/// <summary>Who calls, and what they may do.</summary>
public sealed record Principal(string Username, Scopes Scopes)
{
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
