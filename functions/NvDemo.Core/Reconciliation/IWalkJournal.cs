namespace NvDemo.Core.Reconciliation;

/// <summary>
/// How far the walk through the bucket has come, where all processes of both clouds see it: one at a time walks, and any goes on where
/// another has ended.
/// </summary>
public interface IWalkJournal
{
    /// <summary>
    /// Takes the walk for a time, after which another may take it, should this process have ended without <see cref="ReleaseAsync"/>.
    /// </summary>
    /// <returns>How far it has come, whether or not another process has it: <see cref="Walk.IsElsewhere"/>.</returns>
    /// <exception cref="DependencyException">The journal can't be reached.</exception>
    Task<Walk> TakeAsync(TimeSpan lease, CancellationToken cancellation);

    /// <summary>Writes down how far it has come, and takes it for as long again.</summary>
    /// <returns>Whether it still was this process's.</returns>
    /// <exception cref="DependencyException">The journal can't be reached.</exception>
    Task<bool> SaveAsync(Walk walk, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Lets others have it.</summary>
    /// <exception cref="DependencyException">The journal can't be reached.</exception>
    Task ReleaseAsync(Walk walk, CancellationToken cancellation);

    /// <summary>Has the next run begin a walk, however young the last one is.</summary>
    /// <exception cref="DependencyException">The journal can't be reached.</exception>
    Task RequestAsync(CancellationToken cancellation);
}

/// <summary>The walk through a bucket.</summary>
/// <param name="Holder">Names the process that wanted it.</param>
/// <param name="FirstStartedAt">When the first of all walks was taken (UTC).</param>
public sealed record Walk(Guid Holder, DateTime FirstStartedAt)
{
    /// <summary>Whether it is another process that has it.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>When the walk that is under way began (UTC); <c>null</c>: none is.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>Whether one was requested.</summary>
    public bool IsRequested { get; init; }

    /// <summary>The last key that it has compared; empty at its beginning.</summary>
    public string Reached { get; init; } = "";

    /// <summary>When the last walk that got through ended (UTC); <c>null</c>: none has.</summary>
    public DateTime? CompletedAt { get; init; }
}
