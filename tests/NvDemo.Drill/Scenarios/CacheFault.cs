namespace NvDemo.Drill.Scenarios;

/// <summary>What happens to Redis: the cached lists may hide a change of which it could not be told (docs/failures.md).</summary>
internal enum CacheFault
{
    /// <summary>Nothing, or nothing that hides a change.</summary>
    None,

    /// <summary>It can't be reached: such a change may be hidden until the pages have expired.</summary>
    Out,

    /// <summary>It takes no writes: such a change may be hidden until it does again.</summary>
    Refuses,
}
