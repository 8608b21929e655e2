namespace FunctionsHost.Timers;

/// <summary>Runs a function by its schedule, one run at a time; a time that passes during a run is made up for by one run after it.</summary>
internal sealed partial class TimerListener(
    string function, TimerTrigger trigger, TimerSchedule schedule, ScheduleMonitor? monitor, bool runOnStartup, ILogger logger)
{
    // Task.Delay has a limit, and the clock may be set meanwhile.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly bool _isMonitored = monitor is not null;

    /// <summary>Runs until it is stopped, then waits for a run that is under way; <paramref name="abandon"/> cancels that.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandon)
    {
        var now = DateTime.UtcNow;
        var status = monitor?.Read(function);
        if (status is null || status.Next != schedule.NextAfter(status.LastUpdated))
        {
            // It never ran, or by another schedule, which leaves nothing to make up for.
            status = new ScheduleStatus(default, schedule.NextAfter(now), now);
            monitor?.Write(function, status);
        }

        var isPastDue = status.Next < now;
        if (runOnStartup || isPastDue)
            status = await RunAsync(status, isPastDue, abandon);
        while (await DueAsync(status.Next, stopping))
            status = await RunAsync(status, isPastDue: false, abandon);
    }

    // Next follows from the time at which the run began, as in the real extension: past already when the run took longer.
    private async Task<ScheduleStatus> RunAsync(ScheduleStatus status, bool isPastDue, CancellationToken abandon)
    {
        var now = DateTime.UtcNow;
        try
        {
            await trigger.InvokeAsync(_isMonitored ? status : null, isPastDue, abandon);
        }
        catch (Exception e)
        {
            LogFailed(e);
        }

        var next = new ScheduleStatus(now, schedule.NextAfter(now), now);
        monitor?.Write(function, next);
        return next;
    }

    private static async Task<bool> DueAsync(DateTime time, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && time - DateTime.UtcNow is { Ticks: > 0 } left)
        {
            var delay = left < LongestDelay ? left : LongestDelay;
            await Task.Delay(delay, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !stopping.IsCancellationRequested;
    }

    [LoggerMessage(LogLevel.Error, "The scheduled run failed; the next is not affected.")]
    private partial void LogFailed(Exception exception);
}
