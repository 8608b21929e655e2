namespace Microsoft.Azure.Functions.Worker;

/// <summary>On a parameter of type <see cref="TimerInfo"/>: a schedule, in UTC, invokes the function.</summary>
/// <param name="schedule">
/// An NCRONTAB expression, <c>{second} {minute} {hour} {day} {month} {day of week}</c>; <c>%Name%</c> stands for a setting's value.
/// </param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>The NCRONTAB expression, settings not yet put in.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>
    /// Whether <see cref="TimerInfo.ScheduleStatus"/> is kept. Schedules of more than one time a minute have none all the same.
    /// </summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function is also invoked when the application has started.</summary>
    public bool RunOnStartup { get; set; }
}
