using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Timers;

/// <summary>
/// Invokes a function by its schedule, one run at a time: times that come during a run are made up for by one run after it.
/// </summary>
internal sealed partial class TimerListener : BackgroundService, IManualTrigger
{
    // Task.Delay has a limit, and the clock may be set meanwhile.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly FunctionInvoker _invoker;
    private readonly TimerSchedule _schedule;
    private readonly bool _runOnStartup;
    private readonly bool _monitored;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _abandon = new();
    private ScheduleStatus _status;

    public TimerListener(
        FunctionInvoker invoker,
        TimerTriggerAttribute trigger,
        TimerSchedule schedule,
        IHostApplicationLifetime lifetime,
        ILogger logger)
    {
        var now = DateTime.UtcNow;
        _invoker = invoker;
        _schedule = schedule;
        _runOnStartup = trigger.RunOnStartup;
        _monitored = trigger.UseMonitor && !schedule.IsFrequent(now);
        _lifetime = lifetime;
        _logger = logger;
        _status = new ScheduleStatus { Next = schedule.NextAfter(now) };
    }

    public string FunctionName => _invoker.FunctionName;

    /// <summary>Invokes the function at once, whatever its input, also when a scheduled run is under way.</summary>
    public Task InvokeAsync(string? input, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(Info(), BindingData(), cancellationToken);

    /// <summary>Waits for a run that is under way; when the host may wait no longer, it is cancelled.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(_abandon.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _lifetime.StartedAsync(stoppingToken);
        if (_runOnStartup && !stoppingToken.IsCancellationRequested)
            await RunAsync();
        while (await DueAsync(_status.Next, stoppingToken))
            await RunAsync();
    }

    // Next follows from the time at which the run began, as in the real extension: past already when the run took longer.
    private async Task RunAsync()
    {
        var now = DateTime.UtcNow;
        try
        {
            await _invoker.InvokeAsync(Info(), BindingData(), _abandon.Token);
        }
        catch (Exception e)
        {
            LogFailed(e);
        }

        _status = new ScheduleStatus { Last = now, Next = _schedule.NextAfter(now), LastUpdated = now };
    }

    private static async Task<bool> DueAsync(DateTime time, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && time - DateTime.UtcNow is { Ticks: > 0 } left)
        {
            var delay = left < LongestDelay ? left : LongestDelay;
            await Task.Delay(delay, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !stoppingToken.IsCancellationRequested;
    }

    private TimerInfo Info() => new() { ScheduleStatus = _monitored ? Copy(_status) : null };

    private static ScheduleStatus Copy(ScheduleStatus status) =>
        new() { Last = status.Last, Next = status.Next, LastUpdated = status.LastUpdated };

    private static Dictionary<string, object?> BindingData() =>
        new(StringComparer.OrdinalIgnoreCase) { ["TimerTrigger"] = DateTime.UtcNow.ToString("O") };

    [LoggerMessage(1, LogLevel.Error, "The scheduled run failed; the next is not affected.")]
    private partial void LogFailed(Exception exception);
}
