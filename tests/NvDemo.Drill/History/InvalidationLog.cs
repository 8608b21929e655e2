namespace NvDemo.Drill.History;

/// <summary>Follows a cloud's log for invalidations of the cached lists that failed.</summary>
internal sealed class InvalidationLog(string path)
{
    // A process writes a line before its reply, or soon after.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly List<DateTime> _failures = [];

    /// <summary>How many there were.</summary>
    public int Count => _failures.Count;

    /// <summary>Follows it until <paramref name="stop"/>, and a moment more.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(0, SeekOrigin.End);
        using var reader = new StreamReader(file);
        var rest = "";
        var isStopping = false;
        while (!isStopping)
        {
            isStopping = stop.IsCancellationRequested;
            await Task.Delay(isStopping ? 1000 : 20, CancellationToken.None);
            var lines = (rest + await reader.ReadToEndAsync(CancellationToken.None)).Split('\n');
            rest = lines[^1];
            var failures = lines[..^1].Count(line => line.Contains("The cached lists could not be invalidated", StringComparison.Ordinal));
            _failures.AddRange(Enumerable.Repeat(HistoryClock.Now, failures));
        }
    }

    /// <summary>Whether a change may be one of which a failure was logged.</summary>
    public bool MayBeOf(Change change) => _failures.Any(at => at >= change.Invoked && at <= change.Acknowledged + Delay);
}
