using FunctionsHost.App;
using FunctionsHost.Triggers;
using FunctionsHost.Workers;

namespace FunctionsHost.Timers;

/// <summary>Runs each timer function by its schedule.</summary>
internal sealed class TimerTriggers(FunctionApp app, CommandLine options, WorkerPool workers, ILoggerFactory loggers)
    : TriggerListeners("timerTrigger", workers, loggers), IManualTrigger
{
    private readonly ScheduleMonitor _monitor = new(options.State is { } state ? Path.Combine(state, "timers") : null);

    /// <inheritdoc/>
    public Task InvokeAsync(FunctionDefinition function, string? input, CancellationToken cancellation)
    {
        var now = DateTime.UtcNow;
        var schedule = ScheduleOf(function);
        var status = IsMonitored(function, schedule)
            ? _monitor.Read(function.Name) ?? new ScheduleStatus(default, schedule.NextAfter(now), default)
            : null;
        return new TimerTrigger(function, Workers).InvokeAsync(status, isPastDue: false, cancellation);
    }

    /// <inheritdoc/>
    protected override Task ListenAsync(FunctionDefinition function, ILogger logger, CancellationToken stopping, CancellationToken abandon)
    {
        var schedule = ScheduleOf(function);
        return new TimerListener(
            function.Name,
            new TimerTrigger(function, Workers),
            schedule,
            IsMonitored(function, schedule) ? _monitor : null,
            function.Flag("runOnStartup") ?? false,
            logger).RunAsync(stopping, abandon);
    }

    private TimerSchedule ScheduleOf(FunctionDefinition function) => TimerSchedule.Parse(app.Resolve(function.Text("schedule") ?? ""));

    // As in the real extension: what is due more than once a minute needs no making up for.
    private static bool IsMonitored(FunctionDefinition function, TimerSchedule schedule) =>
        (function.Flag("useMonitor") ?? true) && !schedule.IsFrequent(DateTime.UtcNow);
}
