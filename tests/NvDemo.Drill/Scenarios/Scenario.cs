using NvDemo.Drill.Faults;

namespace NvDemo.Drill.Scenarios;

/// <summary>One fault, as it is done and undone while clients work.</summary>
internal abstract record Scenario
{
    /// <summary>
    /// Errors that are clean whatever the fault: nothing was done, or nobody knows, and the client can tell. A client that waits no longer
    /// is one of them: how long answers take is reported.
    /// </summary>
    protected static readonly string[] Clean = ["503", "429", "refused", "reset", "timeout"];

    /// <summary>As it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The fault, in a few words.</summary>
    public abstract string Summary { get; }

    /// <summary>How long the fault lasts.</summary>
    public virtual TimeSpan Lasts { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The errors that clients may see.</summary>
    public virtual IReadOnlyCollection<string> Errors => Clean;

    /// <summary>The errors that they may see at one address: a cloud's own, or the front's.</summary>
    public virtual IReadOnlyCollection<string> ErrorsAt(string route) => Errors;

    /// <summary>What of the cached lists is excused.</summary>
    public virtual CacheFault Cache { get; init; } = CacheFault.None;

    /// <summary>Whether the events of changes are lost for good, so that only a reconciliation brings them into the index.</summary>
    public virtual bool LosesEvents { get; init; }

    /// <summary>Why it can't be had on this machine; <c>null</c> where it can.</summary>
    public virtual string? Missing => null;

    /// <summary>Does it.</summary>
    public abstract Task BreakAsync(Site site);

    /// <summary>Undoes it; returns when what was broken is back.</summary>
    public abstract Task MendAsync(Site site);
}
