namespace NvDemo.Drill.History;

/// <summary>
/// Whether what readers were shown fits what writers had done. Each key is a register: a page shows the last change that was acknowledged
/// before its request began, or one that was under way meanwhile, or one whose outcome is unknown.
/// </summary>
internal sealed class ListChecker
{
    // Around the moment in which Redis takes writes again.
    private static readonly TimeSpan BeforeMended = TimeSpan.FromMilliseconds(200), AfterMended = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Change[]> _changes;
    private readonly TimeSpan _lifetime;

    /// <param name="changes">All that was done.</param>
    /// <param name="lifetime">How long a cached page may hide a change that is excused.</param>
    public ListChecker(IEnumerable<Change> changes, TimeSpan lifetime)
    {
        _changes = changes.GroupBy(change => change.Key).ToDictionary(
            group => group.Key, group => group.OrderByDescending(change => change.Invoked).ToArray(), StringComparer.Ordinal);
        _lifetime = lifetime;
    }

    /// <summary>What is wrong with a page.</summary>
    public IEnumerable<Violation> Check(Reading reading)
    {
        var shown = reading.Files.ToLookup(file => file.Key, StringComparer.Ordinal);
        foreach (var key in _changes.Keys.Where(key => key.StartsWith(reading.Prefix, StringComparison.Ordinal)).Union(shown.Select(files => files.Key)))
        {
            Change?[] possible = [.. Possible(key, reading)];
            var isRight = shown[key].Any()
                ? shown[key].Count() == 1 && possible.Any(change => change is { Size: { } size } && size == shown[key].Single().Size)
                : possible.Any(change => change?.Size is null || !reading.Covers(change));
            if (!isRight)
                yield return new Violation(reading, key, [.. shown[key].Select(file => file.Size)], possible);
        }
    }

    private bool MayBeHidden(Change change, Reading reading) =>
        (change.IsExcused && reading.Began < change.Acknowledged + _lifetime)
        || (reading.Began > change.MendedAt - BeforeMended && reading.Began < change.MendedAt + AfterMended);

    /// <summary>The changes of a key of which one may be the last that the page shows, the newest first; <c>null</c> is that there was none.</summary>
    private IEnumerable<Change?> Possible(string key, Reading reading)
    {
        foreach (var change in _changes.GetValueOrDefault(key, []).Where(change => change.Invoked <= reading.Ended))
        {
            yield return change;
            if (change.Acknowledged < reading.Began && !MayBeHidden(change, reading))
            {
                // Of those before it only such as may be done any time.
                foreach (var unknown in _changes[key].Where(other => other.Invoked < change.Invoked && other.Acknowledged is null))
                    yield return unknown;
                yield break;
            }
        }

        yield return null;
    }
}
