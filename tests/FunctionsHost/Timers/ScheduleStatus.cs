namespace FunctionsHost.Timers;

/// <summary>Where a timer stands, in UTC, as the function sees it.</summary>
/// <param name="Last">When it ran last; <c>0001-01-01</c> if never.</param>
/// <param name="Next">When it is due next.</param>
/// <param name="LastUpdated">When this was written.</param>
internal sealed record ScheduleStatus(DateTime Last, DateTime Next, DateTime LastUpdated);
