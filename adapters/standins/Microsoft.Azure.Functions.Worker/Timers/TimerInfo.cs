namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function learns about its schedule.</summary>
public class TimerInfo
{
    /// <summary>Null when the schedule is not monitored: <see cref="TimerTriggerAttribute.UseMonitor"/>.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>
    /// Whether the run makes up for one that was missed while the application was down. Never here: times are not kept over a restart.
    /// </summary>
    public bool IsPastDue { get; set; }
}
