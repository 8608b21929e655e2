namespace NvDemo.Tests.EndToEnd.Linearizability;

/// <summary>What happens to Redis.</summary>
internal enum Disturbance
{
    /// <summary>It is stopped, and started again empty.</summary>
    Restarted,

    /// <summary>It is frozen, and goes on.</summary>
    Paused,

    /// <summary>All keys are deleted, again and again.</summary>
    Flushed,

    /// <summary>It becomes the replica of a primary that is not there: it is read, but takes no write.</summary>
    ReadOnly,

    /// <summary>It is at its limit and evicts nothing: it is read, but takes no write.</summary>
    OutOfMemory,

    /// <summary>It is at its limit and forgets keys, the generation among them.</summary>
    Evicting,

    /// <summary>It forgets the generation alone, again and again: all pages are still there.</summary>
    Forgetting,
}
