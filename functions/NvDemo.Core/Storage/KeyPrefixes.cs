namespace NvDemo.Core.Storage;

/// <summary>Which keys somebody may use, by what they begin with. Two are equal when they have the same prefixes in the same order.</summary>
public sealed class KeyPrefixes : IEquatable<KeyPrefixes>
{
    private readonly string[] _prefixes;

    private KeyPrefixes(string[] prefixes) => _prefixes = prefixes;

    /// <summary>Every key.</summary>
    public static KeyPrefixes All { get; } = new([]);

    /// <summary>The prefixes, each ending in a slash; none for <see cref="All"/>.</summary>
    public IReadOnlyList<string> Values => _prefixes;

    /// <summary>Only keys that begin with one of these.</summary>
    /// <exception cref="FormatException">There is none, or one is not a beginning of keys that ends in a slash.</exception>
    public static KeyPrefixes Only(IEnumerable<string> prefixes)
    {
        string[] distinct = [.. prefixes.Distinct()];
        // A key is never empty, so a prefix with a last segment after it must be one that clients can name.
        return distinct.Length > 0 && Array.TrueForAll(distinct, prefix => prefix.EndsWith('/') && ObjectKey.FromBucket(prefix + "x").IsFetchable)
            ? new KeyPrefixes(distinct)
            : throw new FormatException("A prefix is not the beginning of a key and a slash, such as team-a/.");
    }

    /// <summary>Whether a key, or what keys are to begin with, is inside.</summary>
    public bool Contain(string key) =>
        _prefixes.Length == 0 || Array.Exists(_prefixes, prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>What a list is of: who names no prefix means the only one.</summary>
    /// <exception cref="InvalidInputException">There are several.</exception>
    public string OfList(string prefix) => (prefix, _prefixes) switch
    {
        ("", [var only]) => only,
        ("", [_, ..]) => throw new InvalidInputException($"The prefix is missing: the credentials permit only keys that begin with {this}."),
        _ => prefix,
    };

    /// <inheritdoc/>
    public bool Equals(KeyPrefixes? other) => other is not null && _prefixes.AsSpan().SequenceEqual(other._prefixes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeyPrefixes);

    /// <inheritdoc/>
    public override int GetHashCode() => _prefixes.Length == 0 ? 0 : HashCode.Combine(_prefixes.Length, _prefixes[0]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _prefixes);
}
