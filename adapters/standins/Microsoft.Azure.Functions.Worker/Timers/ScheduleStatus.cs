namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a schedule stands; times are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>When the function was invoked last; the default value before the first time.</summary>
    public DateTime Last { get; set; }

    /// <summary>
    /// When it was due next, as of <see cref="LastUpdated"/>: during a scheduled run, the time of that run.
    /// </summary>
    public DateTime Next { get; set; }

    /// <summary>When this was written; the default value before the first run.</summary>
    public DateTime LastUpdated { get; set; }
}
