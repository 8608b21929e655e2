using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker.Timers;

/// <summary>When a timer function is due, in UTC.</summary>
internal sealed class TimerSchedule
{
    private const int FieldsWithoutSeconds = 5;

    private readonly CrontabSchedule _schedule;

    private TimerSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <summary>The schedule of an NCRONTAB expression of six fields, or of five, without seconds.</summary>
    /// <exception cref="InvalidOperationException">It names a setting that there is not, or is no such expression.</exception>
    public static TimerSchedule Parse(string expression, IConfiguration configuration)
    {
        var resolved = SettingNames.Resolve(expression, configuration);
        var fields = resolved.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields != FieldsWithoutSeconds };
        return CrontabSchedule.TryParse(resolved, options) is { } schedule
            ? new TimerSchedule(schedule)
            : throw new InvalidOperationException($"The schedule '{resolved}' is not an NCRONTAB expression.");
    }

    /// <summary>The first time after <paramref name="time"/>; the end of time when there is none.</summary>
    public DateTime NextAfter(DateTime time) => _schedule.GetNextOccurrence(time);

    /// <summary>Whether it is due more than once in the minute after <paramref name="time"/>.</summary>
    public bool IsFrequent(DateTime time) => NextAfter(NextAfter(time)) < time.AddMinutes(1);
}
